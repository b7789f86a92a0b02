// A kiosk in Chromium with a server of its own: each test gets a fresh one, at a time of its choosing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesSide, serve } from '../serve.js';
import { assemble } from '../tools/assemble.js';
import { privateKey } from '../tools/key.js';
import { signed } from '../tools/sign.js';
import { chromiumOnce, clear } from './chromium.js';

export const NOW = Date.parse('2026-05-14T18:00:00Z');
export const SIZES = [
  { width: 1080, height: 1920 }, { width: 1920, height: 1080 }, { width: 1280, height: 800 }, { width: 800, height: 1280 },
  { width: 800, height: 480 }, { width: 480, height: 800 },
];

const [documentFile, screenshots] = process.argv.slice(2);
export const document = readFileSync(documentFile, 'utf8');
export const { building } = JSON.parse(document);
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
    assemble(this.site, { key: this.key, building: building.id, door: 'lobby', language, serial: 'test' });
    this.give(sequence, { text });
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
    await context.close();
    await server.remove();
  }
}


/** What a visitor sees and does. */
export class Kiosk {
  constructor(page, server) {
    this.page = page;
    this.server = server;
  }

  async ready() {
    await this.page.locator('body[data-ready]').waitFor({ timeout: 30_000 });
  }

  /** From here on the page's time passes only as the test says, however slow the machine is. */
  async stopClock() {
    const now = await this.page.evaluate(() => Date.now());
    await this.page.clock.pauseAt(now + 1000);
  }

  /** Waits for a screen by its kind. */
  async at(kind) {
    await this.page.locator(`body[data-screen="${kind}"]`).waitFor({ timeout: 10_000 });
  }

  async is() {
    return this.page.evaluate(() => document.body.dataset.screen);
  }

  title() {
    return this.page.locator('h1').innerText();
  }

  lines() {
    return this.page.locator('#lines p').allInnerTexts();
  }

  note() {
    return this.page.locator('#note').innerText();
  }

  names() {
    return this.page.locator('#choices .name').allInnerTexts();
  }

  /** Chooses by the label. */
  async choose(label) {
    await this.page.locator('#choices button').filter({ hasText: label }).first().click();
  }

  /** Chooses by what a choice does. */
  async pick(kind) {
    await this.page.locator(`#choices button[data-kind="${kind}"]`).first().click();
  }

  /** Touches keys of the screen's keyboard. */
  async keys(text) {
    for (const character of text) {
      const key = character === ' ' ? 'space' : character.toLowerCase();
      await this.page.locator(`#keys [data-key="${key}"]`).click();
    }
  }

  async submit() {
    await this.page.locator('#keys [data-key="submit"]').click();
  }

  async back() {
    await this.page.locator('#back').click();
  }

  async home() {
    await this.page.locator('#home').click();
    await this.at('welcome');
  }

  async language() {
    await this.page.locator('#language').click();
  }

  async picture(name) {
    if (screenshots) await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  /** What staff read. */
  async status() {
    await this.page.keyboard.press('Control+Alt+KeyS');
    const facts = await this.page.locator('#facts').innerText();
    await this.page.locator('dialog button').click();
    return facts;
  }
}
