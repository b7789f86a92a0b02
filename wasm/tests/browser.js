// A page of this folder in headless Chromium, served from here.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm',
};

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Serves a folder on a free port while `use` runs. */
async function serve(folder, use) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://example.org').pathname);
    try {
      const body = await readFile(join(folder, path));
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    const { address, port } = server.address();
    return await use(`http://${address}:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Opens a page, and answers with what `use` makes of it. An error on the page is one here. */
export function browse(path, use, folder = fileURLToPath(new URL('.', import.meta.url))) {
  return serve(folder, async (origin) => {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, headless: true, args: flags });
    try {
      const page = await browser.newPage();
      const errors = [];
      page.on('pageerror', (error) => errors.push(error));
      await page.goto(`${origin}/${path}`);
      const ready = page.waitForFunction('window.ready', undefined, { timeout: 30_000 });
      await ready.catch((error) => { throw errors[0] ?? error; });
      const result = await use(page);
      if (errors.length) throw errors[0];
      return result;
    } finally {
      await browser.close();
    }
  });
}
