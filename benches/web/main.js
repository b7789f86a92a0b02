// The bench in Node, and in Chromium, bundled as an app is.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { bench } from './bench.js';
import { browse } from './browser.js';

const data = JSON.parse(readFileSync('building.json', 'utf8'));
console.log(`Node ${process.versions.node}\n`);
await bench(data, console.log);

const built = fileURLToPath(new URL('built', import.meta.url));
await build({ base: './', configFile: false, logLevel: 'warn', build: { outDir: built, target: 'esnext' } });
const lines = await browse('index.html', (page) => page.evaluate(
  async (data) => {
    const lines = [navigator.userAgent.match(/Chrome\/([\d.]+)/)[1]];
    await window.bench(data, (line) => lines.push(line));
    return lines;
  },
  data,
), built);
console.log(`\n\nChromium ${lines[0]}\n\n${lines.slice(1).join('\n')}`);
