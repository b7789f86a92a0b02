// Writes every vector as TypeScript: its document, its call, and what the package answers, each of the type that the
// declarations give it. `node typed.js VECTORS`
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as rules from '@vestibule/rules';
import { zoneRules } from '@vestibule/rules/zones';
import { answer } from './answers.js';

const parameters = {
  searchNames: ['query', 'at'], searchSuites: ['query'], dialCode: ['code', 'at'], matchBookings: ['target', 'at'],
  matchPlate: ['plate', 'region', 'at'], permit: ['booking', 'at'], board: ['tab', 'at'], searchPermits: ['query', 'at'],
  checkPlate: ['plate', 'region', 'at'], requestBooking: ['request', 'at'], approve: ['booking', 'at'],
  callManagement: ['at'], otherVisitorShortcut: [], inviteStatus: ['invite', 'at'], enterCode: ['code', 'door', 'at'],
  doors: ['resident', 'at'], validateResident: ['resident', 'at'], staffSearch: ['query', 'at'],
  // These take the whole request.
  checkIn: ['', 'at'], walkIn: ['', 'at'], requestInvite: [''], enter: ['', 'at'],
};

function* files(path) {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) yield* files(join(path, name));
  else if (path.endsWith('.json')) yield path;
}

/** A case's document: `building` and `settings` are merged key by key, everything else is replaced. */
function documentOf(document, changes = {}) {
  const made = structuredClone(document);
  for (const [key, change] of Object.entries(changes)) {
    const merges = ['building', 'settings'].includes(key) && change?.constructor === Object;
    made[key] = merges ? { ...made[key], ...change } : change;
  }
  return made;
}

await rules.init();
const documents = new Map();
const lines = [];
let untyped = 0;
for (const path of files(process.argv[2])) {
  const { document, cases } = JSON.parse(readFileSync(path, 'utf8'));
  for (const { now, with: changes, call } of cases) {
    let answered;
    const given = { document: documentOf(document, changes), now, call };
    answer(rules, zoneRules, given, (raw) => { answered = raw; });
    // What is refused may be of a wrong type: there is nothing to compile.
    if (answered === undefined) { untyped += 1; continue; }
    const text = JSON.stringify(given.document);
    if (!documents.has(text)) documents.set(text, documents.size);
    const { op, ...rest } = call;
    const values = parameters[op].map((name) =>
      name === 'at' ? Date.parse(now) : JSON.stringify(name === '' ? rest : rest[name]) ?? 'undefined');
    lines.push(`  b.${op}(${values.join(', ')}); answers<'${op}'>(${JSON.stringify(answered)});`);
  }
}
const typed = [...documents].map(([text, number]) => `export const d${number}: Document = ${text};`);
const functions = [];
for (let from = 0; from < lines.length; from += 200) {
  functions.push(`export function part${from / 200}(b: Building) {\n${lines.slice(from, from + 200).join('\n')}\n}`);
}
const head = [
  "import type { Building, Document } from '@vestibule/rules';",
  'declare function answers<K extends keyof Building>(',
  '  answer: Building[K] extends (...given: never[]) => infer A ? A : never): void;',
];
writeFileSync('typed-vectors.ts', [...head, ...typed, ...functions, ''].join('\n'));
console.log(`${lines.length} calls and answers with ${documents.size} documents to compile, ${untyped} refused ones left out`);
