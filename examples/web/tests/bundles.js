// Bundles that are taken, and those that are refused: the kiosk goes on with the one it has.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from './check.js';
import { until } from './chromium.js';
import { building, document, withKiosk } from './lab.js';

const other = generateKeyPairSync('ed25519').privateKey;
const renamed = (name) => document.replaceAll('Marie Tremblay', name);

async function refresh(kiosk) {
  const asked = kiosk.page.waitForResponse((response) => response.url().endsWith('/bundle'));
  await kiosk.page.evaluate(() => dispatchEvent(new Event('online')));
  await asked;
}

async function finds(kiosk, typed, names) {
  await until(async () => {
    if (await kiosk.is() !== 'welcome') await kiosk.home();
    await kiosk.pick('searchName');
    await kiosk.keys(typed);
    assert.deepEqual(await kiosk.names(), names);
  });
  await kiosk.home();
}

const start = { context: { serviceWorkers: 'block' }, sequence: 5 };

test('a bundle that does not verify, is older or is another building’s is refused with the reason', () => withKiosk(async (kiosk, server) => {
  const good = readFileSync(server.bundle);
  const flipped = Buffer.from(good);
  flipped[good.length - 20] ^= 1;
  const bundles = [
    [/signature is not/, () => server.give(6, { key: other })],
    [/signature is not/, () => server.giveBytes(flipped)],
    [/signature is not/, () => server.giveBytes(good.subarray(0, good.length - 1))],
    [/cut off/, () => server.giveBytes(good.subarray(0, 64))],
    [/older/, () => server.give(4, { text: renamed('Older') })],
    [/another building/, () => server.give(6, { of: 'elsewhere' })],
    [/cannot be read \(residents\[0\]\.nick\)/, () => server.give(6, { text: document.replace('"residents":[{', '"residents":[{"nick":"x",') })],
    [/cannot be read/, () => server.give(6, { text: JSON.stringify({ building }) })],
  ];
  for (const [reason, give] of bundles) {
    give();
    await refresh(kiosk);
    await until(async () => assert.match(await kiosk.status(), reason));
    assert.equal(await kiosk.page.getAttribute('body', 'data-attend'), 'true');
    await finds(kiosk, 'tremblay', ['Marie Tremblay']);
  }
  await kiosk.page.reload();
  await kiosk.ready();
  await finds(kiosk, 'tremblay', ['Marie Tremblay']);
}, start));

test('a newer bundle takes its place when nobody is there, and stays after a restart', () => withKiosk(async (kiosk, server) => {
  await kiosk.pick('searchName');
  await kiosk.keys('trem');
  server.give(6, { text: renamed('Marie Newer') });
  await refresh(kiosk);
  await until(async () => assert.match(await kiosk.status(), /number 6/));
  assert.deepEqual(await kiosk.names(), ['Marie Tremblay']);
  await kiosk.home();
  await finds(kiosk, 'newer', ['Marie Newer']);
  server.give(5);
  await kiosk.page.reload();
  await kiosk.ready();
  await finds(kiosk, 'newer', ['Marie Newer']);
}, start));

test('before the first good bundle there is no service, and with it there is', () => withKiosk(async (kiosk, server) => {
  await kiosk.at('outOfService');
  assert.match(await kiosk.page.locator('main').innerText(), /not in service[^]*hors service/);
  await kiosk.picture('out-of-service');
  await until(async () => assert.match(await kiosk.status(), /signature is not/));
  server.give(1);
  await kiosk.page.clock.runFor(5_000);
  await kiosk.ready();
  await kiosk.at('welcome');
}, { ...start, mayNotStart: true, before: (page, server) => server.give(1, { key: other }) }));

test('a browser that cannot verify opens nothing', () => withKiosk(async (kiosk) => {
  await kiosk.at('outOfService');
  assert.match(await kiosk.status(), /cannot verify Ed25519/);
}, { ...start, mayNotStart: true, before: (page) => page.addInitScript(() => {
  SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('Ed25519', 'NotSupportedError'));
}) }));

test('a kiosk that was put together anew for another server takes its bundles, whatever their number', () => withKiosk(async (kiosk, server) => {
  await finds(kiosk, 'tremblay', ['Marie Tremblay']);
  server.beginAnew({ text: renamed('Marie Anew') });
  await kiosk.page.reload();
  await kiosk.ready();
  await finds(kiosk, 'anew', ['Marie Anew']);
}, start));
