// The one instance of the module: loading it, calling it, and refusing to call it after it has failed.
import { answerAt, readFrom } from './answer.js';
import * as bindgen from './bindgen.js';

/** What cannot be done, and why. `path` is the place within what was passed. */
export class VestibuleError extends Error {
  constructor(code, path, detail, options) {
    super(`${code} at ${path || 'the top'}: ${detail}`, options);
    this.name = 'VestibuleError';
    this.code = code;
    this.path = path;
    this.detail = detail;
  }
}

let state = 'new';
let module;
let loading;
// Handles of an earlier instance mean nothing to a later one.
let generation = 0;

export const isReady = () => state === 'ready';

export const malformed = (path, detail, cause) =>
  new VestibuleError('malformed', path, detail, cause && { cause });

const failed = (cause) => new VestibuleError('load', '', 'the module cannot be loaded: see the cause', { cause });

/** Loads the module, or makes it anew after it has failed. */
export async function initFrom(source, fallback) {
  if (state === 'ready') return;
  if (!module) {
    loading ??= compile(source, fallback);
    try {
      module = await loading;
    } finally {
      loading = undefined;
    }
  }
  start();
}

/** The same at once, from what needs no waiting. */
export function initSync(source) {
  if (state === 'ready') return;
  if (!module) {
    if (source instanceof WebAssembly.Module) module = source;
    else if (isBytes(source)) module = attempt(() => new WebAssembly.Module(source));
    else throw malformed('source', 'expected bytes or a WebAssembly.Module');
  }
  start();
}

function start() {
  if (state === 'ready') return;
  attempt(() => {
    if (state !== 'new') bindgen.__wbg_reset_state();
    readFrom(bindgen.initSync({ module }).memory);
  });
  state = 'ready';
  generation += 1;
}

function attempt(run) {
  try {
    return run();
  } catch (cause) {
    module = undefined;
    throw failed(cause);
  }
}

const isBytes = (source) => source instanceof ArrayBuffer || ArrayBuffer.isView(source);

async function compile(source, fallback) {
  try {
    let found = await (source === undefined ? fallback() : source);
    if (found instanceof WebAssembly.Module) return found;
    if (typeof found === 'string' || found instanceof URL) found = await fetch(found);
    if (typeof Response === 'function' && found instanceof Response) {
      if (!found.ok) throw new Error(`status ${found.status}`);
      // Not compiled while it streams: a server may not name the type, and the file is small.
      found = await found.arrayBuffer();
    }
    if (isBytes(found)) return await WebAssembly.compile(found);
  } catch (cause) {
    throw failed(cause);
  }
  throw malformed('source', 'expected bytes, a URL, a Response or a WebAssembly.Module');
}

/** Calls a function of the module, and reads its answer. */
export function ask(question, a, b, c, d) {
  if (state !== 'ready') throw unready();
  let address;
  try {
    address = question(a, b, c, d);
  } catch (error) {
    // Whatever was going on was left half done.
    state = 'poisoned';
    throw unready(error);
  }
  return answerAt(address, refused);
}

const refused = (code, path, detail) => new VestibuleError(code, path, detail);

function unready(cause) {
  return state === 'new'
    ? new VestibuleError('notReady', '', 'the module is not loaded: await init() first')
    : new VestibuleError('poisoned', '', 'the module has failed: await init(), then open everything anew', { cause });
}

// What is open, by the object that stands for it; the registry closes what was forgotten.
const handles = new WeakMap();
const forgotten = new FinalizationRegistry(close);

function close(handle) {
  if (handle.open && state === 'ready' && handle.of === generation) ask(handle.close, handle.number);
  handle.open = false;
}

/** Lets an object stand for something open; `close` is the function that closes it. */
export function hold(object, number, close) {
  const handle = { of: generation, number, close, open: true };
  handles.set(object, handle);
  forgotten.register(object, handle, handle);
  return object;
}

/** Closes what an object stands for; nothing happens when it is closed already. */
export function release(object) {
  const handle = handles.get(object);
  if (!handle) return;
  forgotten.unregister(handle);
  close(handle);
}

/** The number of something open. `close` is as it was held with, so that kinds are not confused. */
export function numberOf(object, close, path) {
  const handle = handles.get(object);
  if (handle?.close !== close) throw malformed(path, `expected a ${close === bindgen.close ? 'Building' : 'ConsoleSession'}`);
  if (state !== 'ready') throw unready();
  if (handle.open && handle.of === generation) return handle.number;
  throw new VestibuleError('freed', path, 'it is not open any more: open it anew');
}

const LONGEST_TEXT = 1 << 16;
const LONGEST_DOCUMENT = 1 << 24;

/** A text that was passed. */
export function text(value, path, longest = LONGEST_TEXT) {
  if (typeof value !== 'string') throw malformed(path, 'expected a text');
  if (value.length > longest) throw malformed(path, `expected at most ${longest} characters`);
  return value;
}

/** A text that may be left out. */
export const optional = (value, path) => (value === undefined ? undefined : text(value, path));

/** A record that was passed, as JSON. */
export function record(value, path, longest = LONGEST_TEXT) {
  if (typeof value !== 'object' || value === null) throw malformed(path, 'expected an object');
  let written;
  try {
    written = JSON.stringify(value);
  } catch (cause) {
    throw malformed(path, 'cannot be written as JSON', cause);
  }
  return text(written, path, longest);
}

/** A document that was passed, as JSON. */
export const documentText = (value) =>
  typeof value === 'string'
    ? text(value, 'document', LONGEST_DOCUMENT)
    : record(value, 'document', LONGEST_DOCUMENT);

/** An instant that was passed, in milliseconds. */
export function instant(at) {
  if (typeof at !== 'number') throw malformed('at', 'expected a number of milliseconds');
  return at;
}
