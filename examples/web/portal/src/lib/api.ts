// The server's API: one function that sends, and one kind of error.
import { clock } from './clock.svelte';

/** How long a question waits for its answer to begin, in milliseconds: then there is no network worth the name. */
const PATIENCE = 15_000;

/** Why the server did not do it: RFC 9457, or `offline` when it was not reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail);
  }
}

export interface Answer<T> {
  value: T;
  etag: string | undefined;
}

interface Options {
  body?: unknown;
  /** A list in CSV, in place of a body in JSON. */
  csv?: string;
  /** What was read, for replacing it. */
  match?: string;
  /** What is there already; without news the answer is undefined. */
  unless?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

let csrf = '';
let whenSignedOut = () => {};

export const useToken = (token: string) => (csrf = token);
/** Called when the server does not know the session any more. */
export const onSignedOut = (call: () => void) => (whenSignedOut = call);

export async function send<T>(method: Method, path: string, options: Options = {}): Promise<Answer<T> | undefined> {
  const response = await reach(method, path, options);
  if (response.status === 304) return undefined;
  const etag = response.headers.get('etag') ?? undefined;
  if (response.ok) return { value: (await read(response)) as T, etag };
  throw await refused(response, path);
}

/** A file, as bytes. */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await reach('GET', path, {});
  if (!response.ok) throw await refused(response, path);
  return new Uint8Array(await response.arrayBuffer());
}

/** The same where there is always an answer. */
export async function ask<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const answer = await send<T>(method, path, options);
  return answer?.value as T;
}

/** Every record of a list that comes in pages. */
export async function all<T>(path: string): Promise<T[]> {
  const found: T[] = [];
  let next: string | undefined;
  do {
    const cursor: string = next === undefined ? '' : `&after=${encodeURIComponent(next)}`;
    const mark = path.includes('?') ? '&' : '?';
    const page: { items: T[]; next?: string } = await ask('GET', `${path}${mark}limit=200${cursor}`);
    found.push(...page.items);
    next = page.next;
  } while (next !== undefined);
  return found;
}

async function reach(method: Method, path: string, { body, csv, match, unless }: Options): Promise<Response> {
  const headers: Record<string, string> = {};
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  if (method === 'POST') headers['Idempotency-Key'] = crypto.randomUUID();
  if (match !== undefined) headers['If-Match'] = match;
  if (unless !== undefined) headers['If-None-Match'] = unless;
  let payload = csv;
  if (csv !== undefined) {
    headers['Content-Type'] = 'text/csv';
  } else if (body !== undefined || method === 'POST') {
    headers['Content-Type'] = 'application/json';
    payload = JSON.stringify(body ?? {});
  }
  // What changes something is left to come to its end, so that one knows what became of it.
  const patience = new AbortController();
  const timer = method === 'GET' ? setTimeout(() => patience.abort(), PATIENCE) : undefined;
  try {
    const response = await fetch(`/api/v1${path}`, { method, headers, body: payload ?? null, signal: patience.signal });
    clock.hear(response.headers.get('date'));
    return response;
  } catch {
    throw new Problem(0, 'offline', 'the server cannot be reached');
  } finally {
    clearTimeout(timer);
  }
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  return type.includes('json') ? response.json() : response.text();
}

async function refused(response: Response, path: string): Promise<Problem> {
  if (response.status === 401 && path !== '/session') whenSignedOut();
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (key: string, otherwise: string) => (typeof body[key] === 'string' ? (body[key] as string) : otherwise);
  return new Problem(response.status, text('code', 'failed'), text('detail', response.statusText), body);
}
