// A kiosk at the reference server: node join.js SERVER BUILDING STATE [--port N], with the console's key in the variable
// VESTIBULE_CONSOLE_KEY.
//
// Its bundle is the document that the server gives to consoles, signed here; what happened goes to the server's outbox, so
// that staff see it at once.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listen, portOf, refused, serve } from './serve.js';
import { assembleFor } from './tools/assemble.js';
import { privateKey } from './tools/key.js';
import { signed } from './tools/sign.js';

/** The reference server, as one console of a building meets it. */
export class Server {
  #address;
  #secret;
  #signing;
  #newest;

  /** `signing` is the key that bundles are signed with. */
  constructor({ server, building, secret, signing }) {
    this.#address = `${server}/api/v1/buildings/${encodeURIComponent(building)}/console`;
    this.#secret = secret;
    this.#signing = signing;
  }

  /** The newest document with its bundle. */
  async newest() {
    const known = this.#newest ? { 'if-none-match': `"${this.#newest.sequence}"` } : {};
    const response = await this.#reach('document', { headers: known });
    if (response.status === 304) return this.#newest;
    const { sequence, lastDay, document } = await response.json();
    const bytes = signed(JSON.stringify(document), { key: this.#signing, sequence, lastDay });
    this.#newest = { sequence, document, bytes };
    return this.#newest;
  }

  async bundle() {
    const { sequence, bytes } = await this.newest();
    return { tag: String(sequence), bytes };
  }

  async outbox({ entries }) {
    const body = JSON.stringify({ entries: entries.map(asServerHasIt) });
    const response = await this.#reach('outbox', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { acknowledged, knownFrom } = await response.json();
    return { acknowledged: acknowledged.map(({ id }) => id), knownFrom };
  }

  async #reach(path, { headers, ...options }) {
    const response = await fetch(`${this.#address}/${path}`, { ...options, headers: { ...headers, authorization: `Bearer ${this.#secret}` } }).catch(() => {
      throw refused(502);
    });
    if (!response.ok && response.status !== 304) throw refused(502);
    return response;
  }
}

/** An entry of the kiosk's outbox as one of the server's. A resident's id is the directory code here, with a number behind it where several have had the same. */
function asServerHasIt({ kind, id, at, checkIn, door, granted }) {
  const entry = { id, at: new Date(at).toISOString() };
  if (kind === 'codeAttempt') return { ...entry, kind, door, granted };
  const { booking, host, vehicle = {} } = checkIn;
  if (booking !== undefined) return { ...entry, kind: 'checkIn', booking, vehicle };
  const { resident, suite } = host;
  return { ...entry, kind: 'walkIn', host: resident ? { code: resident.slice(0, 4) } : suite ? { suite } : {}, vehicle };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [server, building, state, ...rest] = process.argv.slice(2);
  const [port, secret] = [portOf(rest, 8081), process.env.VESTIBULE_CONSOLE_KEY];
  if (!state || !secret || port === undefined) throw new Error('VESTIBULE_CONSOLE_KEY=KEY node join.js SERVER BUILDING STATE [--port N]');
  const [key, site] = [join(state, 'key.pem'), join(state, 'site')];
  const side = new Server({ server, building, secret, signing: privateKey(key) });
  assembleFor((await side.newest()).document, site, key);
  listen(serve({ site, side }), port);
}
