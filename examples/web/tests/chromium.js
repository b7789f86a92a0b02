// What tests of pages share, whichever page it is: Chromium, pictures, patience, and the question whether a page is for everybody.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

let browser;
export async function chromiumOnce() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser ??= await chromium.launch({ executablePath, headless: true, args: flags });
  return browser;
}
export const closeChromium = () => browser?.close();

/** Closes a context, also while a test looks into a request of its pages. */
export async function closeContext(context) {
  for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
}

/** Makes the folder of the pictures anew, if there are to be any. */
export function clear(screenshots) {
  if (!screenshots) return;
  rmSync(screenshots, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });
}

/** Tries until nothing is wrong any more; what is wrong in the end is an error. `every` is in milliseconds. */
export async function until(check, every = 100) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await check();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resume) => setTimeout(resume, every));
    }
  }
}

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds on a page, in WCAG 2.2 AA and its own best practice. */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), RULES);
  return found.violations.map(({ id, help, nodes }) => `${id}, ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
