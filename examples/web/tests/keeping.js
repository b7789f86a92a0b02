// What happened is kept: over failures, reloads and hours without a network, and never twice.
import assert from 'node:assert/strict';
import { test } from './check.js';
import { arrived } from './flows.js';
import { until } from './chromium.js';
import { Kiosk, withKiosk } from './lab.js';
import { guestOf } from './tour.js';

async function checkIn(kiosk, name = 'francoise') {
  await guestOf(kiosk, name);
  await kiosk.pick('booking');
  await kiosk.pick('checkIn');
  await kiosk.at('checkedIn');
}

const controlled = (kiosk) => kiosk.page.waitForFunction(() => navigator.serviceWorker.controller, undefined, { polling: 100 });

test('without a network the kiosk starts, checks in, and tells the server later, in order', () => withKiosk(async (kiosk, server) => {
  await controlled(kiosk);
  await server.stop();
  await kiosk.page.reload();
  await kiosk.ready();
  await checkIn(kiosk);
  await kiosk.home();
  await checkIn(kiosk);
  await kiosk.home();
  await kiosk.pick('entryCode');
  await kiosk.keys('99');
  await kiosk.submit();
  await until(async () => assert.match(await kiosk.status(), /waiting\s+3/));
  await server.start();
  await kiosk.page.clock.runFor(70_000);
  await arrived(server, 3);
  assert.deepEqual(server.received().map(({ kind }) => kind), ['checkIn', 'checkIn', 'codeAttempt']);
  assert.deepEqual(server.received().slice(0, 2).map(({ checkIn }) => checkIn.booking), ['b-francois-1', 'b-francois-2']);
}));

test('a check-in outlasts a crash, holds on after it, and arrives once', () => withKiosk(async (kiosk, server, context) => {
  await controlled(kiosk);
  await server.stop();
  await checkIn(kiosk);
  await kiosk.page.close();
  const page = await context.newPage();
  await page.goto(server.address);
  const again = new Kiosk(page, server);
  await again.ready();
  await guestOf(again, 'francoise');
  assert.equal((await again.names()).length, 1);
  await server.start();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await arrived(server, 1);
  await page.reload();
  await again.ready();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  // The server has it, and no bundle with it is there yet: it still counts.
  await guestOf(again, 'francoise');
  assert.equal((await again.names()).length, 1);
  await arrived(server, 1);
}));

test('what arrived is not sent for ever when the answer is lost, nor taken twice', () => withKiosk(async (kiosk, server) => {
  let lost = 0;
  await kiosk.page.route('**/outbox', async (route) => {
    if (lost > 1) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await checkIn(kiosk);
  await arrived(server, 1);
  await kiosk.page.clock.runFor(30_000);
  await kiosk.home();
  await checkIn(kiosk);
  await arrived(server, 2);
  assert.equal(new Set(server.received().map(({ id }) => id)).size, 2);
  assert.equal(lost, 2);
}, { context: { serviceWorkers: 'block' } }));

test('a check-in that cannot be stored does not stand, and the visitor is told', () => withKiosk(async (kiosk, server) => {
  await kiosk.page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function refuse(...entry) {
      const request = add.apply(this, entry);
      if (window.full) this.transaction.abort();
      return request;
    };
    window.full = true;
  });
  await guestOf(kiosk, 'francoise');
  await kiosk.pick('booking');
  await kiosk.pick('checkIn');
  await kiosk.at('welcome');
  assert.match(await kiosk.note(), /could not be saved/);
  await kiosk.picture('not-kept');
  await kiosk.pick('entryCode');
  await kiosk.keys('424242');
  await kiosk.submit();
  await kiosk.at('welcome');
  assert.match(await kiosk.note(), /door could not be opened/);
  assert.deepEqual([server.received(), server.said], [[], []]);
  await kiosk.page.evaluate(() => { window.full = false; });
  await checkIn(kiosk);
  await arrived(server, 1);
}));

test('a call and a door that fail are not shown as done', () => withKiosk(async (kiosk, server) => {
  await controlled(kiosk);
  await server.stop();
  await kiosk.pick('dialCode');
  await kiosk.keys('1001');
  await kiosk.pick('callResident');
  await kiosk.page.locator('#note:not([hidden])').waitFor();
  assert.match(await kiosk.note(), /call could not be placed/);
  await kiosk.home();
  await kiosk.pick('entryCode');
  await kiosk.keys('424242');
  await kiosk.submit();
  await kiosk.at('welcome');
  assert.match(await kiosk.note(), /door could not be opened/);
}));

test('should the rules fail, the kiosk begins anew with all that it knew', () => withKiosk(async (kiosk) => {
  await checkIn(kiosk);
  await kiosk.page.evaluate(async () => {
    const { ask } = await import('/rules/engine.js');
    const bindgen = await import('/rules/bindgen.js');
    try { ask(bindgen.fail_for_tests); } catch { /* every further call is refused */ }
  });
  const reloaded = kiosk.page.waitForEvent('load');
  await kiosk.pick('done');
  await reloaded;
  await kiosk.ready();
  await guestOf(kiosk, 'francoise');
  assert.equal((await kiosk.names()).length, 1);
}, { mayFail: true }));

test('a newer kiosk takes over when nobody is there', () => withKiosk(async (kiosk, server, context) => {
  await controlled(kiosk);
  const { appendFileSync, readFileSync, writeFileSync } = await import('node:fs');
  const { join } = await import('node:path');
  appendFileSync(join(server.site, 'kiosk.css'), '\n:root { --newer: 1; }\n');
  const files = join(server.site, 'files.js');
  writeFileSync(files, readFileSync(files, 'utf8').replace(/"version": "/, '"version": "newer-'));
  await kiosk.pick('guestParking');
  await kiosk.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  const waits = async () => Boolean((await navigator.serviceWorker.ready).waiting);
  await until(async () => assert.ok(await kiosk.page.evaluate(waits)));
  await kiosk.at('guestParking');
  const newer = () => getComputedStyle(document.documentElement).getPropertyValue('--newer');
  // A browser stops an idle worker by itself, unless it is being watched, as it is here.
  const session = await context.newCDPSession(kiosk.page);
  await session.send('ServiceWorker.enable');
  await until(async () => {
    await session.send('ServiceWorker.stopAllWorkers');
    await kiosk.page.clock.runFor(61_000);
    assert.equal((await kiosk.page.evaluate(newer)).trim(), '1');
  });
  await kiosk.ready();
}));
