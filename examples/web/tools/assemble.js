// Puts a kiosk together: node tools/assemble.js SITE KEY DOCUMENT [DOOR]
//
// Its own files and those of the package as they are; what it trusts, and which door it stands at (the first common one of
// the document when left out); and the list of files that it keeps for when there is no network.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { publicKey } from './key.js';

// What the package has for Node, and the zones of the whole world: a kiosk is told its own.
const NOT_FOR_KIOSKS = ['node.js', 'zones.js'];
const isForKiosks = (file) => /\.(js|wasm)$/.test(file) && !NOT_FOR_KIOSKS.includes(file);

export function assemble(site, { key, building, door, serial = 'kiosk-1', language = 'en' }) {
  rmSync(site, { recursive: true, force: true });
  cpSync(fileURLToPath(new URL('../kiosk/', import.meta.url)), site, { recursive: true });
  const rules = new URL('.', import.meta.resolve('@vestibule/rules/package.json'));
  for (const file of readdirSync(rules).filter(isForKiosks)) cpSync(new URL(file, rules), join(site, 'rules', file));
  const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name).slice(site.length).replace(/^[\\/]/, '').replaceAll('\\', '/'));
  const config = { building, door, language, serial, key: publicKey(key) };
  const content = createHash('sha256').update(JSON.stringify(config));
  for (const path of paths.sort()) content.update(path).update(readFileSync(join(site, path)));
  const version = content.digest('hex').slice(0, 12);
  writeFileSync(join(site, 'config.js'), `export const config = ${JSON.stringify({ ...config, version }, null, 2)};\n`);
  const kept = [...paths.filter((path) => path !== 'sw.js'), 'config.js'];
  writeFileSync(join(site, 'files.js'), `self.KIOSK = ${JSON.stringify({ version, files: kept }, null, 2)};\n`);
}

/** A kiosk for the building of a console's document, at a door of it. */
export function assembleFor({ building, doors }, site, key, door = doors.find(({ common }) => common)?.id) {
  if (!doors.some(({ id }) => id === door)) throw new Error('the building has no such door');
  assemble(site, { key, building: building.id, door });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [site, key, document, door] = process.argv.slice(2);
  if (!document) throw new Error('node tools/assemble.js SITE KEY DOCUMENT [DOOR]');
  assembleFor(JSON.parse(readFileSync(document, 'utf8')), site, key, door);
}
