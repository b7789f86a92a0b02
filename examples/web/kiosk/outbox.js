// Sends what happened to the server, in order, until it says that it has it.

const AT_ONCE = 50;
const SOONEST = 2_000;
const LATEST = 60_000;

/** Posts JSON to the building's server; an error when it does not answer, or not with yes. */
export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(8_000),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export class Outbox {
  #store;
  #onChange;
  #running;
  #timer;
  #wait = SOONEST;

  /** `onChange` is told how many wait. */
  constructor(store, onChange) {
    this.#store = store;
    this.#onChange = onChange;
  }

  /** Sends what waits, now; when that fails, again and again. */
  send() {
    clearTimeout(this.#timer);
    this.#running = (this.#running ?? Promise.resolve()).then(() => this.#sendAll()).then(
      () => { this.#wait = SOONEST; },
      () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.send(), this.#wait);
        this.#wait = Math.min(this.#wait * 2, LATEST);
      },
    );
    return this.#running;
  }

  async #sendAll() {
    for (;;) {
      const all = await this.#store.entries();
      const waiting = all.filter((entry) => entry.knownFrom === undefined);
      this.#onChange(waiting.length);
      if (waiting.length === 0) return;
      const sent = waiting.slice(0, AT_ONCE);
      const { acknowledged, knownFrom } = await post('outbox', { entries: sent });
      const ids = sent.map((entry) => entry.id).filter((id) => acknowledged.includes(id));
      if (ids.length === 0) throw new Error('nothing was acknowledged');
      await this.#store.acknowledge(ids, knownFrom);
    }
  }
}
