// The building's side of a kiosk, on this machine alone: node serve.js SITE BUNDLE STATE [--port N]
//
// It hands out the kiosk's files and its bundle, takes what happened at the door, each entry once however often it is sent,
// and stands in for a telephone line and a door opener: both say what they were asked for. Where the bundle comes from and
// where the entries go to is another's part: files here, the reference server in `join.js`.
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};
const LARGEST = 1 << 20;

/** An answer of HTTP's own. */
export const refused = (status) => Object.assign(new Error(String(status)), { status });

/** What arrived, by id, in a file that only grows. */
class Received {
  #ids = new Set();

  constructor(file) {
    this.file = file;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    for (const line of lines) this.#ids.add(JSON.parse(line).id);
  }

  /** Takes entries, and answers with the ids of all that it has; those that are not entries are left out. */
  take(entries) {
    const good = entries.filter((entry) => typeof entry?.id === 'string' && Number.isSafeInteger(entry.at));
    const fresh = good.filter(({ id }) => !this.#ids.has(id) && this.#ids.add(id));
    if (fresh.length > 0) appendFileSync(this.file, fresh.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    return good.map(({ id }) => id);
  }
}

/** A bundle in a file, and a folder for what arrives. */
export function filesSide(bundle, state) {
  const received = new Received(join(state, 'received.jsonl'));
  return {
    bundle: () => file(bundle),
    // Whatever arrives now is in no bundle before the next one.
    outbox: ({ entries }) => ({ acknowledged: received.take(entries), knownFrom: sequenceOf(readFileSync(bundle)) + 1 }),
  };
}

/** A server that is not listening yet. `say` is told what happens, without a name or a plate. */
export function serve({ site, side, say = console.log }) {
  const answers = {
    outbox: (body) => side.outbox(body),
    calls: (target) => say(`a call is placed to ${target.management ? 'management' : `the resident with code ${target.resident}`}`),
    doors: ({ door }) => say(`the door ${door} is opened`),
  };
  return createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname).replace(/^[\\/]+/, '') || 'index.html';
    const done = request.method === 'POST' ? act(request, answers[path]) : give(request, path, { site, side });
    done.then(
      ({ status = 200, headers = {}, body }) => response.writeHead(status, { 'x-content-type-options': 'nosniff', ...headers }).end(body),
      (error) => response.writeHead(error.status ?? 404).end(),
    );
  });
}

async function act(request, answer) {
  // Another site's page in the same browser has no say here.
  const { origin, host } = request.headers;
  if (!answer || (origin && origin !== `http://${host}`)) throw refused(answer ? 403 : 404);
  const pieces = [];
  let length = 0;
  for await (const piece of request) {
    length += piece.length;
    if (length > LARGEST) throw refused(413);
    pieces.push(piece);
  }
  let said;
  try {
    said = (await answer(JSON.parse(Buffer.concat(pieces)))) ?? {};
  } catch (error) {
    throw refused(error.status ?? 400);
  }
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(said) };
}

async function give(request, path, { site, side }) {
  const { tag, bytes } = path === 'bundle' ? await side.bundle() : await file(join(site, path));
  const headers = { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', etag: `"${tag}"`, 'cache-control': 'no-cache' };
  if (request.headers['if-none-match'] === headers.etag) return { status: 304, headers };
  return { headers, body: bytes };
}

async function file(place) {
  const { mtimeMs, size } = statSync(place);
  return { tag: `${mtimeMs}-${size}`, bytes: await readFile(place) };
}

/** What the first line of a bundle says. */
function sequenceOf(bytes) {
  const signed = bytes.subarray(64);
  return JSON.parse(signed.subarray(0, signed.indexOf(0x0a))).sequence;
}

/** The port that `--port N` at the end of a command says. */
export function portOf(options, otherwise) {
  const port = options[0] === '--port' ? Number(options[1]) : otherwise;
  return Number.isInteger(port) && port >= 0 && port <= 65535 ? port : undefined;
}

/** Listens on this machine alone, and says where. */
export function listen(server, port) {
  server.on('error', (error) => {
    console.error(error.code === 'EADDRINUSE' ? `port ${port} is taken: choose another with --port N` : error.message);
    process.exitCode = 1;
  });
  server.listen(port, '127.0.0.1', () => console.log(`The kiosk is at http://localhost:${server.address().port}/  (Ctrl-C stops it)`));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [site, bundle, state, ...rest] = process.argv.slice(2);
  const port = portOf(rest, 8080);
  if (!state || port === undefined) throw new Error('node serve.js SITE BUNDLE STATE [--port N]');
  listen(serve({ site, side: filesSide(bundle, state) }), port);
}
