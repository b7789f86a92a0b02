// The keyboard on the screen: one stop for the Tab key, arrows from key to key.
import { icon } from './icons.js';

const LETTERS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const DIGITS = '1234567890';
const PAD = ['123', '456', '789'];

/** Rows of keys: a key is a character, or the name of what it does. */
function rowsOf({ pad, digits, language }) {
  if (pad) return [...PAD.map((row) => [...row]), ['erase', '0', 'submit']];
  const accents = language === 'fr' ? ['é', 'è', 'ç'] : [];
  const rows = LETTERS.map((row) => [...row]);
  rows[2].push('erase');
  if (digits) rows.unshift([...DIGITS]);
  rows.push([...accents, '-', '’', 'space', 'submit']);
  return rows;
}

export class Keyboard {
  #root;
  #onInput;
  #drawn = '';

  constructor(root, onInput) {
    this.#root = root;
    this.#onInput = onInput;
    root.addEventListener('click', ({ target }) => {
      const key = target.closest?.('button')?.dataset.key;
      if (key) onInput(inputOf(key));
    });
    root.addEventListener('keydown', (event) => this.#move(event));
    root.addEventListener('focusin', ({ target }) => this.#stopAt(target));
  }

  /** Shows the keys that a field takes, or none. */
  show(field, language, submit, words) {
    const wanted = field && { pad: field.digitsOnly, digits: field.digits, language, submit };
    const drawn = JSON.stringify(wanted ?? null);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#root.hidden = !wanted;
    this.#root.classList.toggle('pad', Boolean(wanted?.pad));
    if (!wanted) return this.#root.replaceChildren();
    this.#root.setAttribute('aria-label', wanted.pad ? words.pad : words.keyboard);
    const keep = (key) => key !== 'submit' || submit;
    const rows = rowsOf(wanted).map((keys) => {
      const row = document.createElement('div');
      row.className = 'row';
      row.append(...keys.filter(keep).map((key) => button(key, submit, words)));
      return row;
    });
    const hadFocus = this.#root.contains(document.activeElement) && document.activeElement.dataset.key;
    this.#root.replaceChildren(...rows);
    const focused = hadFocus && [...this.#keys()].find((key) => key.dataset.key === hadFocus);
    this.#stopAt(focused || this.#keys()[0]);
    focused?.focus?.();
  }

  #keys() {
    return this.#root.querySelectorAll('button');
  }

  #stopAt(stop) {
    for (const key of this.#keys()) key.tabIndex = key === stop ? 0 : -1;
  }

  #move(event) {
    const keys = [...this.#keys()];
    const at = keys.indexOf(document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = { ArrowLeft: () => keys[at - 1], ArrowRight: () => keys[at + 1], Home: () => keys[0], End: () => keys.at(-1),
      ArrowUp: () => beside(keys[at], -1), ArrowDown: () => beside(keys[at], 1) }[event.key];
    if (!target) return;
    event.preventDefault();
    target()?.focus();
  }
}

/** The key above or below that is nearest. */
function beside(key, rows) {
  const sibling = rows < 0 ? key.parentElement.previousElementSibling : key.parentElement.nextElementSibling;
  const middle = (of) => of.getBoundingClientRect().left + of.getBoundingClientRect().width / 2;
  const distance = (of) => Math.abs(middle(of) - middle(key));
  return [...(sibling?.children ?? [])].sort((one, other) => distance(one) - distance(other))[0];
}

function button(key, submit, words) {
  const element = document.createElement('button');
  element.type = 'button';
  element.dataset.key = key;
  if (key === 'erase') {
    element.append(icon('erase'));
    element.setAttribute('aria-label', words.erase);
  } else if (key === 'space') {
    element.textContent = words.space;
  } else if (key === 'submit') {
    element.textContent = submit;
  } else {
    element.textContent = key.toUpperCase();
  }
  return element;
}

function inputOf(key) {
  if (key === 'erase') return { kind: 'backspace' };
  if (key === 'submit') return { kind: 'submit' };
  if (/^[0-9]$/.test(key)) return { kind: 'digit', digit: Number(key) };
  return { kind: 'text', text: key === 'space' ? ' ' : key.toUpperCase() };
}
