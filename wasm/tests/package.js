// The package as installed: loading it in every way, its life cycle, its console, and what it does after a failure.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as rules from '@vestibule/rules';
import { version, zoneRules } from '@vestibule/rules/zones';
import { runAll, test } from './check.js';
import { at, sample, setup } from './sample.js';

const { Building, ConsoleSession, VestibuleError, init, initSync, isReady } = rules;
const bytes = readFileSync(new URL(import.meta.resolve('@vestibule/rules/vestibule.wasm')));
const code = (code, path) => (error) =>
  error instanceof VestibuleError && error.code === code && (path === undefined || error.path === path);

/** A copy of the package with an instance of its own. */
let copies = 0;
async function copy() {
  copies += 1;
  const { cpSync } = await import('node:fs');
  const from = new URL('.', import.meta.resolve('@vestibule/rules/package.json'));
  const to = new URL(`./copy-${copies}/`, import.meta.url);
  cpSync(from, to, { recursive: true });
  return import(new URL('index.js', to));
}

test('before it is loaded, it says so', () => {
  assert.throws(() => Building.open(sample()), code('notReady'));
  assert.equal(isReady(), false);
});

test('what is no source is refused', async () => {
  for (const source of [1, {}, null, [], Symbol('a')]) await assert.rejects(init(source), code('malformed', 'source'));
  await assert.rejects(init(new Uint8Array([1, 2, 3])), code('load'));
  await assert.rejects(init(new Response('', { status: 404 })), code('load'));
  assert.throws(() => initSync(), code('malformed', 'source'));
  assert.throws(() => initSync(new Uint8Array(8)), code('load'));
});

test('it loads from bytes, a module, a response, a URL, and what is promised', async () => {
  const response = () => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
  const url = `data:application/wasm;base64,${bytes.toString('base64')}`;
  const sources = [bytes, new Uint8Array(bytes).buffer, new WebAssembly.Module(bytes), response(), url, new URL(url)];
  for (const source of [...sources, Promise.resolve(response())]) {
    const other = await copy();
    await Promise.all([other.init(source), other.init(source)]);
    assert.equal(other.Building.open(sample()).otherVisitorShortcut(), false);
  }
  const other = await copy();
  other.initSync(bytes);
  assert.ok(other.isReady());
  await init();
  await init();
  assert.ok(isReady());
});

test('a building is opened from an object or text, and gives its document back', () => {
  const building = Building.open(sample());
  const again = Building.open(JSON.stringify(building.document()));
  assert.deepEqual(again.document(), building.document());
  assert.deepEqual(building.searchNames('len', at), {
    kind: 'found', hits: [{ name: 'Lena', code: '5501' }], more: false,
  });
});

test('zone rules come with it, as bytes or by name, and are asked for', () => {
  const toronto = zoneRules('America/Toronto');
  assert.equal(zoneRules('America/toronto'), undefined);
  const document = { ...sample(), building: { ...sample().building, zone: 'America/Toronto' } };
  assert.deepEqual(Building.open(document, toronto).zone(), { name: 'America/Toronto', version });
  assert.deepEqual(Building.open(document, toronto.tzif).zone(), { name: 'America/Toronto', version: '' });
  assert.throws(() => Building.open(document), code('malformed', 'building.zone'));
  assert.throws(() => Building.open(document, zoneRules('Asia/Tokyo')), code('malformed', 'building.zone'));
  assert.throws(() => Building.open(document, toronto.tzif.slice(0, 50)), code('malformed', 'zoneRules'));
});

test('what is done to an answer does not show in the next one', () => {
  const building = Building.open(sample());
  const found = building.searchNames('lena', at);
  assert.equal(found.hits.length > 0, true);
  const as = structuredClone(found);
  for (const hit of found.hits) hit.name = 'Someone Else';
  found.hits.length = 0;
  assert.deepEqual(building.searchNames('lena', at), as);
  building.free();
});

test('free twice, use after free', () => {
  const building = Building.open(sample());
  const session = ConsoleSession.start(building, setup, at);
  building.free();
  building.free();
  assert.throws(() => building.searchNames('lena', at), code('freed'));
  assert.throws(() => session.screen(), code('freed'));
  session.free();
  session[Symbol.dispose]?.();
  assert.throws(() => session.screen(), code('freed'));
});

test('a guest checks in at the console', () => {
  const building = Building.open(sample());
  const session = ConsoleSession.start(building, setup, at);
  const choose = (kind) => {
    const index = session.screen().choices.findIndex((choice) => choice.kind === kind);
    assert.notEqual(index, -1, `${kind} in ${JSON.stringify(session.screen())}`);
    return session.handle({ kind: 'select', index }, at);
  };
  assert.equal(session.screen().kind, 'welcome');
  assert.ok(session.mayUpdate());
  assert.ok(session.nextDeadline() > at);
  choose('guestParking');
  choose('searchName');
  session.handle({ kind: 'text', text: 'len' }, at);
  choose('resident');
  choose('booking');
  const effects = choose('checkIn');
  assert.deepEqual(effects, [
    {
      kind: 'recordCheckIn',
      checkIn: { id: effects[0].checkIn.id, at: '2026-05-14T22:30:00Z', by: 'guest', booking: 'n1', vehicle: {} },
    },
  ]);
  assert.match(effects[0].checkIn.id, /^test-1/);
  assert.deepEqual(building.record(effects[0].checkIn), { kind: 'added', conflict: false });
  assert.equal(session.screen().kind, 'checkedIn');
  const match = building.matchBookings({ resident: 'lena' }, at);
  assert.deepEqual(match, { kind: 'alreadyCheckedIn', walkIn: false });
  assert.equal(building.document().checkIns.length, 1);
});

test('a newer edition takes the place of the building', () => {
  const [older, newer] = [Building.open(sample()), Building.open(sample())];
  const session = ConsoleSession.start(older, setup, at);
  session.handle({ kind: 'text', text: 'lena' }, at);
  session.update(newer);
  older.free();
  assert.equal(session.screen().kind, 'welcome');
  // The first input after it was meant for a screen that is gone.
  session.handle({ kind: 'tick' }, at);
  session.handle({ kind: 'language', language: 'fr' }, at);
  assert.equal(session.screen().language, 'fr');
});

test('codes are drawn from entropy', () => {
  const building = Building.open(sample());
  const entropy = crypto.getRandomValues(new Uint8Array(8));
  assert.match(building.freeCode(entropy, at), /^\d{4}$/);
  assert.match(building.newEntryCode(entropy, at), /^\d{6}$/);
  assert.throws(() => building.freeCode(new Uint8Array(7), at), code('malformed', 'entropy'));
});

test('after a failure it refuses calls until it is made anew', async () => {
  const other = await copy();
  await other.init(bytes);
  const bindgen = await import(new URL(`./copy-${copies}/bindgen.js`, import.meta.url));
  const engine = await import(new URL(`./copy-${copies}/engine.js`, import.meta.url));
  assert.equal(typeof bindgen.fail_for_tests, 'function');
  const building = other.Building.open(sample());
  assert.throws(() => engine.ask(bindgen.fail_for_tests), (error) => error.code === 'poisoned' && error.cause instanceof Error);
  assert.throws(() => building.searchNames('lena', at), { code: 'poisoned' });
  assert.throws(() => other.Building.open(sample()), { code: 'poisoned' });
  building.free();
  assert.equal(other.isReady(), false);
  await other.init();
  assert.throws(() => building.searchNames('lena', at), { code: 'freed' });
  assert.equal(other.Building.open(sample()).searchNames('lena', at).hits.length, 1);
});

await runAll();
