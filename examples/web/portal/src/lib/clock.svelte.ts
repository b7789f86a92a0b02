// What time it is, by the server's clock: a device whose clock is wrong would show wrong timers.

/** Milliseconds by which the device may differ: the server says whole seconds, some time ago. */
export const ALLOWED = 2_000;

class Clock {
  #skew = 0;
  /** Now, every second anew. */
  now = $state(Date.now());
  /** Now, every minute anew: for what is too much to be asked every second. */
  minute = $derived(Math.floor(this.now / 60_000) * 60_000);

  constructor() {
    setInterval(() => this.tick(), 1000);
  }

  tick() {
    this.now = Date.now() + this.#skew;
  }

  /** Takes the `Date` of an answer. */
  hear(date: string | null) {
    const skew = date === null ? NaN : Date.parse(date) - Date.now();
    if (Number.isNaN(skew)) return;
    this.#skew = Math.abs(skew) > ALLOWED ? skew : 0;
  }
}

export const clock = new Clock();
