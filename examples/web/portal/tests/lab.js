// A server of its own for each test, with Maple Court in it, and people who open its pages in Chromium.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from './check.js';
import { chromiumOnce, clear, closeContext, until as patiently } from './chromium.js';
import { mapleCourt } from './document.js';
import { newDatabase } from './postgres.js';

const [binary, pages, screenshots] = process.argv.slice(2);
export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

clear(screenshots);

// A test that fails leaves no server behind.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

class Server {
  /** What one signs in with, by role. */
  accounts = {};
  #folder = mkdtempSync(join(tmpdir(), 'vestibule-portal-'));
  #child;

  /** `more` are options of the server's own. */
  constructor(database, more = []) {
    this.database = database;
    this.more = more;
  }

  /** Starts with a document, or again as it was, at the same address as before. */
  async start(document) {
    const file = join(this.#folder, 'document.json');
    if (document) writeFileSync(file, JSON.stringify(document));
    // The demo gives everybody a new password, which ends their sessions.
    const command = document ? ['demo', '--document', file] : [];
    const options = ['--data', this.#folder, '--pages', pages, '--listen', this.address?.replace('http://', '') ?? '127.0.0.1:0', ...this.more];
    if (this.database) options.push('--database', this.database);
    this.#child = spawn(binary, [...command, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    const errors = [];
    createInterface(this.#child.stderr).on('line', (line) => errors.push(line));
    for await (const line of createInterface(this.#child.stdout)) {
      if (line.startsWith('Sign in as ')) {
        const account = JSON.parse(line.slice('Sign in as '.length));
        this.accounts[account.email] = account;
      }
      const [, address] = line.match(/^Listening on (\S+),/) ?? [];
      if (address) {
        this.address = `http://${address}`;
        return;
      }
    }
    throw new Error(`the server does not start: ${errors.join('\n')}`);
  }

  async stop() {
    if (!running.has(this.#child)) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    running.delete(this.#child);
  }

  async remove() {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What a test has: a server, and whoever is to open its pages. */
class Lab {
  errors = [];
  #contexts = [];

  constructor(server) {
    this.server = server;
  }

  /** A page in a browser of its own, where somebody with this role is signed in; nobody when it is left out. */
  async page(role, { viewport = DESK, language = 'en', colorScheme = 'light', at = '/', before } = {}) {
    const context = await (await chromiumOnce()).newContext({
      viewport, colorScheme, locale: language === 'fr' ? 'fr-CA' : 'en-CA', reducedMotion: 'reduce', baseURL: this.server.address,
    });
    this.#contexts.push(context);
    if (role) {
      const answer = await context.request.post('/api/v1/session', { data: this.server.accounts[role] });
      if (!answer.ok()) throw new Error(`${role} cannot sign in: ${await answer.text()}`);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.errors.push(error));
    page.on('console', (message) => {
      if (/Content Security Policy|hydration|state_/i.test(message.text())) this.errors.push(new Error(message.text()));
    });
    await before?.(page);
    await page.goto(at);
    return page;
  }

  /** The API, as somebody with a role uses it. */
  async api(role) {
    const { request } = await (await chromiumOnce()).newContext({ baseURL: this.server.address });
    const { csrfToken } = await (await request.post('/api/v1/session', { data: this.server.accounts[role] })).json();
    return (method, path, data) => request.fetch(`/api/v1/buildings/maple-court${path}`, {
      method, data, headers: { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': crypto.randomUUID() },
    });
  }

  /** What everybody sees when a test fails. */
  async pictures() {
    const open = this.#contexts.flatMap((context) => context.pages());
    for (const [index, page] of open.entries()) await picture(page, `FAILED-${index}`).catch(() => {});
  }

  async close() {
    for (const context of this.#contexts) await closeContext(context);
  }
}

/** Runs `use` with a server for a document, and with those whom it writes to: they are the lab's, under their names. */
export async function within(database, use, { document = mapleCourt(), receivers = () => ({}) } = {}) {
  const outside = receivers();
  const options = await Promise.all(Object.values(outside).map((receiver) => receiver.options()));
  const server = new Server(database, options.flat());
  const lab = Object.assign(new Lab(server), outside);
  try {
    await server.start(document);
    await use(lab);
    if (lab.errors.length > 0) throw lab.errors[0];
  } catch (error) {
    await lab.pictures();
    throw lab.errors.length > 0 ? new Error(`${error.stack}\non the page: ${lab.errors.map(({ message }) => message).join('; ')}`) : error;
  } finally {
    await lab.close();
    await server.remove();
  }
}

const isWanted = (name) => name.includes(process.env.ONLY ?? '');

/** A test on SQLite; `around` has a document other than Maple Court's, and receivers. */
export function flow(name, use, around) {
  if (isWanted(name)) test(name, () => within(undefined, use, around));
}

/** A test of a main flow: on SQLite, and on PostgreSQL where there is one. */
export function mainFlow(name, use, around) {
  flow(name, use, around);
  if (isWanted(name) && process.env.VESTIBULE_POSTGRES) test(`${name}, on PostgreSQL`, async () => within(await newDatabase(), use, around));
}

export async function picture(page, name) {
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** Tries until nothing is wrong any more: a server takes longer than a page alone. */
export const until = (check) => patiently(check, 150);
