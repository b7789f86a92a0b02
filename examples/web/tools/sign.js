// Signs a bundle: node tools/sign.js KEY DOCUMENT BUNDLE [SEQUENCE]
//
// The document is that of a console (`Building::console_document`, which `vestibule-terminal --console-document` writes):
// whatever is in the bundle is on the kiosk's disk. A sequence that is left out is the time in seconds.
import { sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { zoneRules } from '@vestibule/rules/zones';
import { privateKey } from './key.js';

/** For so many days after the first a console's document is good. */
const DAYS = 14;

/** The bytes of a signed bundle. */
export function signed(document, { key, sequence, at = new Date(), building, lastDay }) {
  const { building: info } = JSON.parse(document);
  const { name, version, tzif } = zoneRules(info.zone);
  const day = new Date(at.getTime() + DAYS * 86_400_000);
  const until = lastDay ?? new Intl.DateTimeFormat('en-CA', { timeZone: info.zone }).format(day);
  const head = {
    format: 'vestibule-bundle/1',
    building: building ?? info.id,
    sequence,
    writtenAt: at.toISOString(),
    lastDay: until,
    zoneRules: { name, version, tzif: Buffer.from(tzif).toString('base64') },
  };
  const bytes = Buffer.from(`${JSON.stringify(head)}\n${document}`);
  return Buffer.concat([sign(null, bytes, key), bytes]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [key, document, bundle, sequence = Math.floor(Date.now() / 1000)] = process.argv.slice(2);
  if (!bundle) throw new Error('node tools/sign.js KEY DOCUMENT BUNDLE [SEQUENCE]');
  const options = { key: privateKey(key), sequence: Number(sequence) };
  writeFileSync(bundle, signed(readFileSync(document, 'utf8'), options));
}
