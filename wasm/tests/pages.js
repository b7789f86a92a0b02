// The package in Chromium: on a plain page with a script tag, and in an app that Vite has built.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { browse } from './browser.js';
import { runAll, test } from './check.js';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = (from) => `
  import { init, Building, ConsoleSession, VestibuleError } from '${from}';
  import { at, sample, setup } from '${from === '@vestibule/rules' ? '../sample.js' : './sample.js'}';
  await init();
  const building = Building.open(sample());
  const session = ConsoleSession.start(building, setup, at);
  session.handle({ kind: 'text', text: 'len' }, at);
  let refused;
  try { Building.open('{}'); } catch (error) { refused = error instanceof VestibuleError && error.path; }
  window.seen = { choices: session.screen().choices, refused };
  window.ready = true;
`;
const html = (script) => `<!doctype html><title>Test</title>${script}\n`;
const expected = [{ kind: 'resident', label: 'Lena', detail: 'Code 5501' }];

test('a plain page with a script tag', async () => {
  const script = program('./node_modules/@vestibule/rules/index.js');
  writeFileSync(folder('plain.html'), html(`<script type="module">${script}</script>`));
  const seen = await browse('plain.html', (page) => page.evaluate('window.seen'));
  assert.deepEqual(seen.choices, expected);
  assert.equal(typeof seen.refused, 'string');
});

test('an app built by Vite', async () => {
  mkdirSync(folder('app'), { recursive: true });
  writeFileSync(folder('app/index.html'), html('<script type="module" src="./main.js"></script>'));
  writeFileSync(folder('app/main.js'), program('@vestibule/rules'));
  await build({
    root: folder('app'), base: './', configFile: false, logLevel: 'warn',
    build: { outDir: folder('app-built'), emptyOutDir: true, target: 'esnext' },
  });
  const seen = await browse('index.html', (page) => page.evaluate('window.seen'), folder('app-built'));
  assert.deepEqual(seen.choices, expected);
  assert.equal(typeof seen.refused, 'string');
});

await runAll();
