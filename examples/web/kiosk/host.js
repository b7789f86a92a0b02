// The host of a session: it feeds inputs, carries out effects, and knows what time it is. No rule is in it.
import { ConsoleSession } from './rules/index.js';
import { post } from './outbox.js';

/** Keys that come while an entry is being stored wait here; a visitor types no further ahead. */
const MOST_WAITING = 32;

export class Host {
  screen;
  /** What could not be done, a key of the kiosk's words. */
  note;
  busy = false;
  #building;
  #session;
  #store;
  #idleSeconds;
  #touched = 0;
  #inputs = [];
  #onScreen;
  #onKept;
  #next;

  /** `opened` is an open bundle with its building; `entries` are those of the outbox. */
  constructor({ opened, setup, store, entries, onScreen, onKept }) {
    this.#store = store;
    this.#onScreen = onScreen;
    this.#onKept = onKept;
    this.#take(opened, entries);
    this.#session = ConsoleSession.start(this.#building, setup, Date.now());
    this.screen = this.#session.screen();
  }

  /** Takes one input; what it leads to is drawn before this returns, unless something has to be stored first. */
  feed(input) {
    if (this.#inputs.length < MOST_WAITING) this.#inputs.push(input);
    if (!this.busy) this.#run();
  }

  /** Back, and back again, to the welcome screen. */
  home() {
    if (this.busy) return;
    this.note = undefined;
    for (let steps = 0; this.#session.screen().kind !== 'welcome' && steps < 32; steps += 1) {
      this.#handle({ kind: 'back' });
    }
    this.#settle();
  }

  /** Milliseconds until the visitor is forgotten; none when there is nobody. */
  get left() {
    if (this.screen.kind === 'welcome') return undefined;
    return Math.max(0, this.#touched + this.#idleSeconds * 1000 - Date.now());
  }

  /** Whether nobody has been there for so long that nothing is left of the last visit. */
  get forgotten() {
    return Date.now() >= this.#touched + this.#idleSeconds * 1000;
  }

  /** Somebody is there: a touch or a key, whatever it leads to. */
  stay() {
    if (Date.now() - this.#touched >= 1000) this.feed({ kind: 'language', language: this.screen.language });
  }

  /** When a `tick` is wanted at the latest. */
  get deadline() {
    return this.#session.nextDeadline();
  }

  get resting() {
    return this.screen.kind === 'welcome' && !this.busy;
  }

  /** Puts a newer bundle in place as soon as nobody notices; what the kiosk has seen happen holds on in it. */
  async update(opened) {
    this.#next?.building.free();
    this.#next = opened;
    await this.#adopt();
  }

  #take({ building, idleSeconds }, entries) {
    this.#building = building;
    this.#idleSeconds = idleSeconds;
    for (const entry of entries) {
      if (entry.kind === 'checkIn') this.#record(entry.checkIn);
    }
  }

  #record(checkIn) {
    try {
      this.#building.record(checkIn);
    } catch {
      // Its booking is gone from the bundle; the server is told of it all the same.
    }
  }

  async #adopt() {
    if (!this.#next || this.busy || !this.#session.mayUpdate()) return;
    this.busy = true;
    try {
      const entries = await this.#store.entries();
      const old = this.#building;
      const { sequence } = this.#next;
      this.#take(this.#next, entries);
      this.#next = undefined;
      this.#session.update(this.#building);
      old.free();
      await this.#store.forget(sequence);
    } finally {
      this.busy = false;
      this.feed({ kind: 'tick' });
    }
  }

  #run() {
    while (this.#inputs.length > 0) {
      const input = this.#inputs.shift();
      const effect = this.#handle(input);
      if (input.kind !== 'tick' || this.forgotten) this.note = undefined;
      if (effect) {
        this.busy = true;
        this.#onScreen();
        this.#carryOut(effect).finally(() => {
          this.busy = false;
          this.#run();
        });
        return;
      }
    }
    this.#settle();
  }

  #settle() {
    this.#draw();
    this.#adopt().catch(() => {});
  }

  #handle(input) {
    const at = Date.now();
    if (input.kind !== 'tick') this.#touched = at;
    return this.#session.handle(input, at)[0];
  }

  #draw() {
    this.screen = this.#session.screen();
    this.#onScreen();
  }

  /** What a visitor is told stands only when it does: it is stored, and done, before the screen is drawn. */
  async #carryOut(effect) {
    switch (effect.kind) {
      case 'recordCheckIn': return this.#keepCheckIn(effect.checkIn);
      case 'unlock': return this.#unlock(effect);
      case 'refuseCode': return this.#keepAttempt(effect, false).catch(() => {});
      case 'callResident': return this.#call({ resident: effect.target });
      case 'callManagement': return this.#call({ management: effect.contact });
    }
  }

  async #keepCheckIn(checkIn) {
    try {
      await this.#store.add({ kind: 'checkIn', id: checkIn.id, at: Date.now(), checkIn });
    } catch {
      return this.#takeBack('notKept');
    }
    this.#record(checkIn);
    this.#onKept();
  }

  async #keepAttempt({ attempt, door }, granted) {
    await this.#store.add({ kind: 'codeAttempt', id: attempt, at: Date.now(), door, granted });
    this.#onKept();
  }

  async #unlock(effect) {
    try {
      await this.#keepAttempt(effect, true);
      await post('doors', { door: effect.door, attempt: effect.attempt });
    } catch {
      this.#takeBack('notOpened');
    }
  }

  /** The screen says that a call was asked for; it need not wait for the line. */
  async #call(target) {
    post('calls', target).catch(() => {
      if (this.#session.screen().kind !== 'calling') return;
      this.note = 'notCalled';
      this.#draw();
    });
  }

  /** The session goes on, with its locks and counts; it only must not show what did not come about. */
  #takeBack(note) {
    this.#session.handle({ kind: 'back' }, Date.now());
    this.note = note;
  }
}
