// A kiosk in Chromium with a server of its own: each test gets a fresh one, at a time of its choosing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesSide, serve } from '../serve.js';
import { assemble } from '../tools/assemble.js';
import { privateKey } from '../tools/key.js';
import { signed } from '../tools/sign.js';
import { chromiumOnce, clear, closeContext } from './chromium.js';
import { Panel } from './panel.js';

export const NOW = Date.parse('2026-05-14T18:00:00Z');
export const SIZES = [
  { width: 1080, height: 1920 }, { width: 1920, height: 1080 }, { width: 1280, height: 800 }, { width: 800, height: 1280 },
  { width: 800, height: 480 }, { width: 480, height: 800 },
];

const [documentFile, screenshots] = process.argv.slice(2);
export const document = readFileSync(documentFile, 'utf8');
export const { building, doors } = JSON.parse(document);
clear(screenshots);

/** A server with a kiosk that is assembled for it. */
export class Server {
  said = [];
  #folder = mkdtempSync(join(tmpdir(), 'vestibule-kiosk-'));
  #server;
  #port = 0;

  constructor({ language = 'en', sequence = 1, text = document } = {}) {
    this.key = join(this.#folder, 'key.pem');
    this.site = join(this.#folder, 'site');
    this.bundle = join(this.#folder, 'bundle');
    this.language = language;
    this.#assemble();
    this.give(sequence, { text });
  }

  #assemble() {
    assemble(this.site, { key: this.key, building: building.id, door: doors[0].id, language: this.language, serial: 'test' });
  }

  /** Puts the kiosk together for another key, as a server that was set up anew does, and counts from 1 again. */
  beginAnew({ text = document } = {}) {
    rmSync(this.key);
    this.#assemble();
    this.give(1, { text });
  }

  /** Signs a bundle and hands it out from now on. */
  give(sequence, { text = document, key = privateKey(this.key), of = building.id } = {}) {
    this.giveBytes(signed(text, { key, sequence, building: of, at: new Date(NOW) }));
  }

  giveBytes(bytes) {
    writeFileSync(this.bundle, bytes);
  }

  /** Starts, at the same address as before. */
  async start() {
    this.#server = serve({ site: this.site, side: filesSide(this.bundle, this.#folder), say: (line) => this.said.push(line) });
    await new Promise((ready) => this.#server.listen(this.#port, '127.0.0.1', ready));
    this.#port = this.#server.address().port;
    this.address = `http://localhost:${this.#port}/`;
  }

  async stop() {
    this.#server?.closeAllConnections();
    await new Promise((closed) => (this.#server?.listening ? this.#server.close(closed) : closed()));
  }

  /** What arrived, in order. */
  received() {
    try {
      return readFileSync(join(this.#folder, 'received.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }

  async remove() {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Runs `use` with a kiosk at its welcome screen. Whatever goes wrong on the page is an error here. */
export async function withKiosk(use, options = {}) {
  const server = new Server(options);
  await server.start();
  const context = await (await chromiumOnce()).newContext({
    viewport: options.viewport ?? SIZES[0], hasTouch: true, reducedMotion: 'reduce', ...options.context,
  });
  try {
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    if (!options.realClock) await page.clock.install({ time: options.now ?? NOW });
    await options.before?.(page, server);
    await page.goto(server.address);
    const kiosk = new Kiosk(page, server);
    if (!options.mayNotStart) await kiosk.ready();
    await use(kiosk, server, context);
    if (errors.length > 0 && !options.mayFail) throw errors[0];
  } finally {
    await closeContext(context);
    await server.remove();
  }
}

/** The same with its server, and pictures. */
export class Kiosk extends Panel {
  constructor(page, server) {
    super(page);
    this.server = server;
  }

  async picture(name) {
    if (screenshots) await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }
}
