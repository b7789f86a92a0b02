// A hundred thousand calls of each kind take no more memory than ten thousand.
import assert from 'node:assert/strict';
import * as rules from '@vestibule/rules';
import { runAll, test } from './check.js';
import { at, sample, setup } from './sample.js';

const { Building, ConsoleSession } = rules;

// The module's memory is not exported by the package: it is seen as the instance is made.
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    memory ??= this.exports.memory;
  }
};
await rules.init();
const size = () => memory.buffer.byteLength;

/** Calls many times, and looks at the memory after a tenth and at the end. */
function steady(times, call) {
  for (let turn = 0; turn < times / 10; turn += 1) call(turn);
  const before = size();
  for (let turn = 0; turn < times; turn += 1) call(turn);
  assert.equal(size(), before);
}

test('questions', () => {
  const building = Building.open(sample());
  steady(100_000, () => building.matchBookings({ resident: 'lena' }, at));
  steady(100_000, () => building.searchNames('lena', at));
  building.free();
});

test('errors', () => {
  const building = Building.open(sample());
  steady(100_000, () => assert.throws(() => building.permit('x', at)));
  building.free();
});

test('opening and closing', () => {
  const document = JSON.stringify(sample());
  steady(20_000, () => Building.open(document).free());
});

test('sessions', () => {
  const building = Building.open(sample());
  const session = ConsoleSession.start(building, setup, at);
  steady(100_000, (turn) => {
    session.handle({ kind: 'text', text: 'l' }, at + turn * 60_000);
    session.screen();
  });
  steady(20_000, () => ConsoleSession.start(building, setup, at).free());
  building.free();
});

test('what is forgotten is closed', async () => {
  const document = JSON.stringify(sample());
  const rounds = async (count) => {
    for (let round = 0; round < count; round += 1) {
      for (let turn = 0; turn < 200; turn += 1) Building.open(document);
      global.gc();
      await new Promise((done) => setTimeout(done, 0));
      global.gc();
      await new Promise((done) => setTimeout(done, 0));
    }
  };
  await rounds(5);
  const before = size();
  await rounds(20);
  assert.ok(size() <= before * 1.5, `${before} to ${size()} bytes`);
});

await runAll();
