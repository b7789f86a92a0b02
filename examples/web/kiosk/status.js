// What staff want to know of the console. Visitors see at most a small dot: there is something for staff to read.
//
// Ctrl+Alt+S, or a finger held on the building's name for three seconds.
import { reasons } from './words.js';

const HOLD = 3000;
/** Staff who walk away leave the console to visitors. */
const OPEN = 60_000;

export class Status {
  #facts = { bundle: 'none', waiting: '0', refused: 'never' };
  #dialog = document.getElementById('status');
  #timer;

  constructor({ building, serial, version }) {
    this.#facts = { console: serial, version, building, ...this.#facts };
    this.refused = this.refused.bind(this);
    addEventListener('keydown', (event) => {
      if (event.ctrlKey && event.altKey && event.code === 'KeyS') this.#open();
    });
    const name = document.getElementById('building');
    let held;
    name.addEventListener('pointerdown', () => { held = setTimeout(() => this.#open(), HOLD); });
    for (const kind of ['pointerup', 'pointerleave', 'pointercancel']) name.addEventListener(kind, () => clearTimeout(held));
  }

  /** A bundle was taken. */
  took({ sequence, writtenAt, lastDay }) {
    this.#facts.bundle = `number ${sequence} of ${writtenAt}, for visits through ${lastDay}`;
    this.#attend(false);
  }

  /** A bundle was not taken, or the kiosk cannot start. */
  refused(error) {
    const reason = reasons[error.reason] ?? 'something failed';
    this.#facts.refused = `${new Date().toISOString()}: ${reason}${error.place ? ` (${error.place})` : ''}`;
    this.#attend(error.reason !== 'unreachable');
  }

  /** So many entries wait for the server. */
  waiting(count) {
    this.#facts.waiting = String(count);
  }

  #attend(needed) {
    document.body.dataset.attend = String(needed);
  }

  #open() {
    const entries = Object.entries(this.#facts).flatMap(([name, fact]) => {
      const [term, text] = [document.createElement('dt'), document.createElement('dd')];
      term.textContent = name;
      text.textContent = fact;
      return [term, text];
    });
    document.getElementById('facts').replaceChildren(...entries);
    if (!this.#dialog.open) this.#dialog.showModal();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#dialog.close(), OPEN);
  }
}
