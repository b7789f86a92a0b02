// The npm package beside JavaScript's search libraries: the mean time of a keystroke over the shown names of 3,000
// residents, a decision object in and object out, and opening a building. Times hold for one machine and one run.
import { readFileSync } from 'node:fs';
import { Building, init } from '@vestibule/rules';
import { zoneRules } from '@vestibule/rules/zones';
import uFuzzy from '@leeoniya/ufuzzy';
import FlexSearch from 'flexsearch';
import Fuse from 'fuse.js';
import fuzzysort from 'fuzzysort';
import MiniSearch from 'minisearch';

const { large, names, queries, small, five, at } = JSON.parse(readFileSync('building.json', 'utf8'));
const LIMIT = 10;
await init();

/** Mean microseconds of a call, the best of five rounds, after one to warm up. */
function mean(rounds, call) {
  let best = Infinity;
  for (let round = 0; round < 6; round += 1) {
    const start = performance.now();
    for (let turn = 0; turn < rounds; turn += 1) call(turn);
    if (round > 0) best = Math.min(best, ((performance.now() - start) * 1000) / rounds);
  }
  return best;
}

const open = (document) => Building.open(document, zoneRules(document.building.zone));

function searches() {
  const building = open(large);
  const shown = names.map(({ name }) => name);
  const mini = new MiniSearch({ fields: ['name'], storeFields: ['name', 'code'], idField: 'code' });
  mini.addAll(names);
  const fuzzy = new uFuzzy({ intraMode: 1 });
  const fuse = new Fuse(names, { keys: ['name'], threshold: 0.3 });
  const flex = new FlexSearch.Index({ tokenize: 'forward', encoder: 'LatinBalance' });
  shown.forEach((name, place) => flex.add(place, name));
  const prepared = names.map((entry) => ({ ...entry, prepared: fuzzysort.prepare(entry.name) }));
  return {
    '@vestibule/rules': (query) => {
      const found = building.searchNames(query, at);
      return found.kind === 'found' ? found.hits : [];
    },
    MiniSearch: (query) => mini.search(query, { prefix: true, fuzzy: 0.2, combineWith: 'AND' }).slice(0, LIMIT),
    uFuzzy: (query) => {
      const [places, info, order] = fuzzy.search(shown, query, 1);
      if (!places) return [];
      return (order ? order.map((place) => info.idx[place]) : places).slice(0, LIMIT).map((place) => names[place]);
    },
    'Fuse.js': (query) => fuse.search(query, { limit: LIMIT }),
    FlexSearch: (query) => flex.search(query, LIMIT).map((place) => names[place]),
    fuzzysort: (query) => fuzzysort.go(query, prepared, { key: 'prepared', limit: LIMIT }).map(({ obj }) => obj),
  };
}

const row = (name, micros, more = '') => console.log(`${name.padEnd(34)}${micros.toFixed(2).padStart(10)} µs  ${more}`);

console.log(`a keystroke over ${names.length} shown names, mean of ${queries.length}`);
let ours;
for (const [name, search] of Object.entries(searches())) {
  const slow = name === 'Fuse.js' ? 200 : queries.length;
  const micros = mean(slow, (turn) => search(queries[turn]));
  const answered = queries.filter((query) => search(query).length > 0).length;
  ours ??= micros;
  const goal = name === 'MiniSearch' ? ', goal 15' : '';
  row(name, micros, `${(micros / ours).toFixed(1).padStart(6)} x ours${goal}, ${answered} queries answered`);
}

console.log('\na decision over five bookings, object in and object out');
const building = open(five);
row('matchBookings', mean(20_000, () => building.matchBookings({ resident: 'r0' }, at)), 'goal 5');
row('permit', mean(20_000, () => building.permit(five.bookings[0].id, at)), 'goal 5');

console.log('\nopening a document of 300 residents and 300 bookings');
const text = JSON.stringify(small);
const rules = zoneRules(small.building.zone);
row('from an object', mean(20, () => Building.open(small, rules).free()), `goal 10000; ${text.length} characters`);
row('from text', mean(20, () => Building.open(text, rules).free()), 'goal 10000');
