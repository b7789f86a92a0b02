// The npm package beside JavaScript's search libraries: the mean time of a keystroke over the shown names of 3,000
// residents, a decision object in and object out, and opening a building. Times hold for one machine and one run.
import { Building, init } from '@vestibule/rules';
import { zoneRules } from '@vestibule/rules/zones';
import uFuzzy from '@leeoniya/ufuzzy';
import FlexSearch from 'flexsearch';
import Fuse from 'fuse.js';
import fuzzysort from 'fuzzysort';
import MiniSearch from 'minisearch';

const LIMIT = 10;
// Engines compile what is called often once more, meanwhile; and browsers tell the time in tenths of a millisecond.
const WARM_MILLIS = 300;
const LEAST_MILLIS = 20;

/** Mean microseconds of a call, the best of five rounds, after a longer one to warm up. `turns` calls are different ones. */
function mean(turns, call) {
  const round = (least) => {
    const start = performance.now();
    let calls = 0;
    let took = 0;
    while (took < least) {
      for (let turn = 0; turn < turns; turn += 1) call(turn);
      calls += turns;
      took = performance.now() - start;
    }
    return (took * 1000) / calls;
  };
  round(WARM_MILLIS);
  return Math.min(...Array.from({ length: 5 }, () => round(LEAST_MILLIS)));
}

const open = (document) => Building.open(document, zoneRules(document.building.zone));

function searches({ large, names, at }) {
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

/** Measures all of it on the data of `building.json`; `say` takes a line. */
export async function bench(data, say) {
  const { names, queries, small, five, at } = data;
  const row = (name, micros, more) => say(`${name.padEnd(34)}${micros.toFixed(2).padStart(10)} µs  ${more}`);
  await init();

  say(`a keystroke over ${names.length} shown names, mean of ${queries.length}`);
  let ours;
  for (const [name, search] of Object.entries(searches(data))) {
    const slow = name === 'Fuse.js' ? 200 : queries.length;
    const micros = mean(slow, (turn) => search(queries[turn]));
    const answered = queries.filter((query) => search(query).length > 0).length;
    ours ??= micros;
    const goal = name === 'MiniSearch' ? ', goal 15' : '';
    row(name, micros, `${(micros / ours).toFixed(1).padStart(6)} x ours${goal}, ${answered} queries answered`);
  }

  say('\na decision over five bookings, object in and object out');
  const building = open(five);
  row('matchBookings', mean(1000, () => building.matchBookings({ resident: 'r0' }, at)), 'goal 5');
  row('permit', mean(1000, () => building.permit(five.bookings[0].id, at)), 'goal 5');

  say('\nopening a document of 300 residents and 300 bookings');
  const text = JSON.stringify(small);
  const rules = zoneRules(small.building.zone);
  row('from an object', mean(20, () => Building.open(small, rules).free()), `goal 10000; ${text.length} characters`);
  row('from text', mean(20, () => Building.open(text, rules).free()), 'goal 10000');
}
