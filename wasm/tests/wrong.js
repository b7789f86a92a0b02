// Every export with everything that it does not expect: a VestibuleError or an answer, never anything else.
import assert from 'node:assert/strict';
import * as rules from '@vestibule/rules';
import { zoneRules } from '@vestibule/rules/zones';
import { runAll, test } from './check.js';
import { at, sample, setup } from './sample.js';

const { Building, ConsoleSession, VestibuleError } = rules;
await rules.init();

const deep = () => {
  let value = {};
  for (let level = 0; level < 100_000; level += 1) value = { value };
  return value;
};
const round = {};
round.round = round;

const wrongs = [
  undefined, null, true, 0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, 10n, '', 'a', '\u0000', '\ud800', 'a\udfffb',
  'é'.repeat(70_000), 'x'.repeat(1 << 20), Symbol('s'), () => 1, class {}, [], [1], {}, Object.create(null), new Date(NaN),
  new Map([['a', 1]]), new Set(), /a/, new Error('a'), Promise.resolve(), new Uint8Array(3), new ArrayBuffer(8), round,
  deep(), new Proxy({}, { get() { throw new Error('trap'); }, ownKeys() { throw new Error('trap'); } }),
  { get kind() { throw new Error('getter'); } }, { toJSON() { throw new Error('toJSON'); } }, { toJSON: () => undefined },
  JSON.parse('{"__proto__":{"resident":"lena"}}'), { resident: '\ud800' }, { resident: 'lena', suite: 'a' },
  { kind: 'text', text: '\udc00' }, { kind: 'digit', digit: 300 }, { kind: 'select', index: 2 ** 40 },
  { booking: 'n1', by: 'guest', vehicle: { plate: 'x'.repeat(1 << 17) } }, [[[[[[]]]]]],
];

const methods = (type) =>
  Object.getOwnPropertyNames(type.prototype).filter((name) => !['constructor', 'free'].includes(name));

/** Runs a call; answers that are no error are read whole, so that they are bounded. */
function bounded(call) {
  try {
    const answer = call();
    if (answer !== undefined) assert.ok((JSON.stringify(answer) ?? '').length < 1 << 20);
  } catch (error) {
    if (!(error instanceof VestibuleError)) throw error;
    assert.notEqual(error.code, 'poisoned', error.stack);
    assert.equal(typeof error.path, 'string');
    assert.equal(typeof error.detail, 'string');
  }
}

const building = Building.open(sample());
const session = ConsoleSession.start(building, setup, at);

test('every method with every wrong value in every place', () => {
  const rights = ['lena', 'lobby', at];
  for (const [it, type] of [[building, Building], [session, ConsoleSession]]) {
    for (const name of methods(type)) {
      for (const wrong of wrongs) {
        bounded(() => it[name](wrong, at));
        bounded(() => it[name](wrong));
        bounded(() => it[name](wrong, wrong, wrong, wrong));
        for (const place of [0, 1, 2]) {
          const given = rights.slice();
          given[place] = wrong;
          bounded(() => it[name](...given));
        }
      }
    }
  }
  assert.ok(rules.isReady());
});

test('methods on what they are not for', () => {
  const named = (type) => methods(type).map((name) => [name, type]);
  for (const [name, type] of [...named(Building), ...named(ConsoleSession)]) {
    for (const it of [undefined, null, 1, 'a', {}, building, session, Object.create(building)]) {
      if (it instanceof type && Object.hasOwn(it, name)) continue;
      bounded(() => type.prototype[name].call(it, 'a', at));
    }
  }
  for (const type of [Building, ConsoleSession]) {
    bounded(() => new type());
    bounded(() => new type('a', 1));
    type.prototype.free.call({});
  }
});

test('opening and starting with everything', () => {
  for (const wrong of wrongs) {
    bounded(() => void Building.open(wrong));
    bounded(() => void Building.open(sample(), wrong));
    bounded(() => void Building.open(sample(), { name: wrong, version: wrong, tzif: wrong }));
    bounded(() => void ConsoleSession.start(wrong, setup, at));
    bounded(() => void ConsoleSession.start(building, wrong, at));
    bounded(() => void ConsoleSession.start(building, setup, wrong));
    for (const key of Object.keys(sample())) bounded(() => void Building.open({ ...sample(), [key]: wrong }));
  }
});

test('errors name the place', () => {
  const error = (run) => {
    try {
      run();
    } catch ({ code, path }) {
      return `${code} ${path}`;
    }
    return 'none';
  };
  const document = (change) => () => Building.open({ ...sample(), ...change });
  assert.equal(error(document({ colour: 'red' })), 'unknownField colour');
  assert.equal(error(document({ suites: [{ id: 'a', number: 1208 }] })), 'malformed suites[0].number');
  assert.equal(error(document({ bookings: [{ ...sample().bookings[0], suite: 'x' }] })), 'unknown bookings[0].suite');
  assert.equal(error(() => Building.open('{"format":"vestibule/1","format":"vestibule/1"}')), 'required building');
  const twice = JSON.stringify(sample()).replace('{', '{"format":"vestibule/1",');
  assert.equal(error(() => Building.open(twice)), 'malformed ');
  assert.equal(error(() => building.matchBookings({ resident: 'x' }, at)), 'unknown target.resident');
  assert.equal(error(() => building.matchBookings({ resident: 'x', suite: 'a' }, at)), 'malformed target');
  assert.equal(error(() => building.searchNames('a', NaN)), 'malformed at');
  assert.equal(error(() => building.searchNames('a', -1)), 'malformed at');
  assert.equal(error(() => building.searchNames(5, at)), 'malformed query');
  assert.equal(error(() => building.enter({ who: { resident: 'lena' }, door: 'x' }, at)), 'unknown door');
  assert.equal(error(() => session.handle({ kind: 'digit', digit: 10 }, at)), 'malformed input');
});

test('with polluted prototypes', () => {
  const pollution = { resident: 'x', kind: 'text', by: 'guest', vehicle: {}, tzif: 1, cause: 1, name: 1 };
  Object.assign(Object.prototype, pollution);
  try {
    const opened = Building.open(sample(), zoneRules('Etc/UTC'));
    assert.equal(opened.searchNames('lena', at).hits.length, 1);
    assert.equal(opened.matchBookings({ suite: 'a' }, at).kind, 'options');
    for (const wrong of wrongs.slice(0, 30)) bounded(() => opened.matchBookings(wrong, at));
    opened.free();
  } finally {
    for (const key of Object.keys(pollution)) delete Object.prototype[key];
  }
  Object.prototype.toJSON = () => ({ a: 1 });
  try {
    bounded(() => void Building.open(sample()));
    bounded(() => building.matchBookings({ suite: 'a' }, at));
  } finally {
    delete Object.prototype.toJSON;
  }
});

test('lone surrogates in texts are read as what stands for no letter', () => {
  assert.deepEqual(building.searchNames('\ud800', at), { kind: 'tooShort' });
  assert.deepEqual(building.dialCode('\udfff', at), { found: false });
});

test('garbage in thousands of ways does not trap', () => {
  const text = JSON.stringify(sample());
  let seed = 7;
  const random = (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let turn = 0; turn < 3000; turn += 1) {
    const place = random(text.length);
    const what = ['', '"', '{', '[', '9', 'e', '\\u', '\ud83d', 'null', '-'][random(10)];
    bounded(() => Building.open(text.slice(0, place) + what + text.slice(place + random(4))).free());
  }
  bounded(() => void Building.open('['.repeat(1 << 22)));
  bounded(() => void Building.open(`{"a":${'[1,'.repeat(100)}`));
  assert.throws(() => Building.open(' '.repeat((1 << 24) + 1)), { code: 'malformed', path: 'document' });
  assert.ok(rules.isReady());
});

await runAll();
