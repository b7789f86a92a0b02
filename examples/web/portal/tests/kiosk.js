// The kiosk at the door as a console of the server: who checks in there is on the board, also when the server was away.
// VESTIBULE_KIOSK is the folder with the kiosk's parts.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { flow, mainFlow, until } from './lab.js';
import { Panel } from './panel.js';

const row = (page, plate) => page.locator('.permit').filter({ hasText: plate });

/** Enrols a console, starts the kiosk's own side of it, and calls `use` with the page at the door. */
async function atTheDoor(lab, use) {
  const manager = await lab.api('manager');
  const { key } = await (await manager('POST', '/consoles', { name: 'Lobby' })).json();
  const state = mkdtempSync(join(tmpdir(), 'vestibule-door-'));
  const child = spawn('node', ['join.js', lab.server.address, 'maple-court', state, '--port', '0'], {
    cwd: process.env.VESTIBULE_KIOSK, env: { ...process.env, VESTIBULE_CONSOLE_KEY: key }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const kiosk = new Panel(await lab.page(undefined, { at: await addressOf(child), viewport: { width: 1080, height: 1920 } }));
    await kiosk.ready();
    await use(kiosk);
    await kiosk.page.close();
  } finally {
    child.kill('SIGKILL');
    rmSync(state, { recursive: true, force: true });
  }
}

async function addressOf(child) {
  for await (const line of createInterface(child.stdout)) {
    const [, address] = line.match(/^The kiosk is at (\S+)/) ?? [];
    if (address) return address;
  }
  throw new Error('the kiosk does not start');
}

async function guestOf(kiosk, name) {
  if (await kiosk.is() !== 'welcome') await kiosk.home();
  await kiosk.pick('guestParking');
  await kiosk.pick('searchName');
  await kiosk.keys(name);
  await kiosk.pick('resident');
}

async function checkIn(kiosk, name) {
  await guestOf(kiosk, name);
  await kiosk.pick('booking');
  await kiosk.pick('checkIn');
  await kiosk.at('checkedIn');
  await kiosk.home();
}

/** How many entries are on the kiosk's disk: those that wait, and check-ins that no bundle knows of yet. */
const kept = (kiosk) => kiosk.page.evaluate(() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('vestibule-kiosk');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const counting = opening.result.transaction('outbox').objectStore('outbox').count();
    counting.onsuccess = () => {
      opening.result.close();
      resolve(counting.result);
    };
  };
}));

/** Has the kiosk ask for a newer bundle now, and not within a minute. */
const renew = (kiosk) => kiosk.page.evaluate(() => dispatchEvent(new Event('online')));

mainFlow('who checks in at the kiosk is on the board at once, and the kiosk forgets the entry once the server knows of it', (lab) => atTheDoor(lab, async (kiosk) => {
  const board = await lab.page('manager');
  await row(board, 'K24 RMP').getByText('Not checked in').waitFor();
  await checkIn(kiosk, 'hoffmann');
  await row(board, 'K24 RMP').getByText(/^Checked in /).waitFor();
  assert.equal(await kept(kiosk), 1);
  await renew(kiosk);
  await until(async () => assert.equal(await kept(kiosk), 0));
  // What it has forgotten it knows from the server now.
  await guestOf(kiosk, 'hoffmann');
  await kiosk.at('alreadyCheckedIn');
}));

flow('a visitor without a booking stands on the board as a walk-in at once', (lab) => atTheDoor(lab, async (kiosk) => {
  const board = await lab.page('manager');
  await row(board, 'K24 RMP').waitFor();
  await guestOf(kiosk, 'rahimi');
  await kiosk.at('vehicleDetails');
  await kiosk.keys('new001');
  await kiosk.submit();
  await kiosk.pick('checkIn');
  await kiosk.at('checkedIn');
  await row(board, /NEW ?001/).getByText('Walk-in').waitFor();
  assert.match(await row(board, /NEW ?001/).innerText(), /Amir Rahimi/);
}));

flow('a check-in while the server is away arrives once it is back, and is forgotten at the door', (lab) => atTheDoor(lab, async (kiosk) => {
  const board = await lab.page('manager');
  await row(board, 'K24 RMP').getByText('Not checked in').waitFor();
  await lab.server.stop();
  await checkIn(kiosk, 'hoffmann');
  await until(async () => assert.match(await kiosk.status(), /waiting\s+1/));
  // Nobody checks in twice meanwhile.
  await guestOf(kiosk, 'hoffmann');
  await kiosk.at('alreadyCheckedIn');
  await kiosk.home();
  await lab.server.start();
  await row(board, 'K24 RMP').getByText(/^Checked in /).waitFor();
  await until(async () => assert.match(await kiosk.status(), /waiting\s+0/));
  await renew(kiosk);
  await until(async () => assert.equal(await kept(kiosk), 0));
  const manager = await lab.api('manager');
  const { items } = await (await manager('GET', '/console-events')).json();
  assert.deepEqual(items.map(({ outcome, conflict }) => [outcome, conflict]), [['added', false]]);
}));
