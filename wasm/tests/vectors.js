// Answers conformance vectors, a line each: `node vectors.js [--browser]`, in a folder where the package is installed.
import { readFileSync } from 'node:fs';
import { answer } from './answers.js';

const cases = readFileSync(0, 'utf8').split('\n').filter(Boolean);

async function here() {
  const rules = await import('@vestibule/rules');
  const { zoneRules } = await import('@vestibule/rules/zones');
  await rules.init();
  return cases.map((line) => answer(rules, zoneRules, JSON.parse(line)));
}

async function inBrowser() {
  const { browse } = await import('./browser.js');
  return browse('vectors.html', (page) =>
    page.evaluate((cases) => window.answerAll(cases), cases));
}

const answered = await (process.argv.includes('--browser') ? inBrowser() : here());
process.stdout.write(answered.map((one) => `${JSON.stringify(one)}\n`).join(''));
