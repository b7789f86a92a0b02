// Draws a screen of the session. What is already there stays, so that the focus and a finger find it where it was.
import { icon, marks } from './icons.js';
import { Keyboard } from './keyboard.js';
import { words } from './words.js';

/** So many choices are drawn at once; the rest follows as one scrolls. */
const AT_ONCE = 60;
/** A list is told to a screen reader when nobody has typed for so long. */
const QUIET = 700;
/** The last seconds of a visit are counted down. */
export const LAST_SECONDS = 10;

const element = (id) => document.getElementById(id);
const parts = Object.fromEntries(
  ['building', 'language', 'larger', 'content', 'mark', 'title', 'lines', 'note', 'field', 'label', 'input', 'choices', 'more',
    'keys', 'back', 'home', 'closing', 'seconds', 'stay', 'live'].map((id) => [id, element(id)]),
);

export class View {
  #host;
  #keyboard;
  #page = '';
  #choices = [];
  #shown = 0;
  #telling;
  #told = '';
  #counting = false;

  constructor(feed, home) {
    this.#keyboard = new Keyboard(parts.keys, feed);
    parts.choices.addEventListener('click', ({ target }) => {
      const index = target.closest?.('button')?.dataset.index;
      if (index !== undefined) feed({ kind: 'select', index: Number(index) });
    });
    parts.back.addEventListener('click', () => feed({ kind: 'back' }));
    parts.home.addEventListener('click', home);
    parts.language.addEventListener('click', () => feed({ kind: 'language', language: parts.language.lang }));
    parts.stay.addEventListener('click', () => parts.title.focus());
    parts.larger.addEventListener('click', () => this.#enlarge(parts.larger.getAttribute('aria-pressed') !== 'true'));
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) this.#drawMore();
    }, { root: parts.content, rootMargin: '400px' }).observe(parts.more);
    this.#enlarge(false);
  }

  /**
   * `note` is what the host has to say, by its name; `left` are the milliseconds of the visit that are left; `forgotten`
   * says that nobody is there any more.
   */
  draw(screen, { note, busy, left, forgotten }) {
    const said = words[screen.language];
    const page = [screen.kind, screen.field?.label, screen.field ? '' : screen.title].join('|');
    const turned = page !== this.#page;
    this.#page = page;
    // A visitor's choice lasts as long as the visit.
    if (forgotten || (turned && screen.kind === 'welcome')) this.#enlarge(false);
    document.documentElement.lang = screen.language;
    document.body.dataset.screen = screen.kind;
    parts.content.setAttribute('aria-busy', String(busy));
    this.#drawFrame(screen, said);
    parts.title.firstChild.textContent = screen.title;
    parts.mark.replaceChildren(...(marks[screen.kind] ? [icon(marks[screen.kind])] : []));
    drawLines(screen.lines);
    const notes = busy ? [said.busy] : [note && said[note], screen.notice].filter(Boolean);
    parts.note.hidden = notes.length === 0;
    parts.note.classList.toggle('busy', busy);
    parts.note.classList.toggle('warning', !busy && (Boolean(note) || !screen.kind.endsWith('Search')));
    if (parts.note.textContent !== notes.join(' ')) parts.note.textContent = notes.join(' ');
    this.#drawField(screen, said);
    this.#drawChoices(screen.choices, turned);
    this.#drawClosing(left, said);
    if (turned) this.#turn(screen);
    this.#tell([...notes, turned ? '' : listed(screen, said)].filter(Boolean).join(' '), turned);
  }

  /** What frames every screen. */
  #drawFrame(screen, said) {
    parts.language.lang = said.other.language;
    parts.language.textContent = said.other.label;
    parts.larger.setAttribute('aria-label', said.larger);
    parts.stay.textContent = said.stay;
    const back = screen.kind !== 'welcome';
    parts.back.hidden = !(back && screen.back);
    parts.home.hidden = !back;
    parts.back.lastChild.textContent = screen.back ?? '';
    parts.home.lastChild.textContent = said.home;
  }

  #enlarge(large) {
    document.documentElement.dataset.text = large ? 'large' : 'normal';
    parts.larger.setAttribute('aria-pressed', String(large));
  }

  #drawField(screen, said) {
    const { field } = screen;
    parts.field.hidden = !field;
    const digits = screen.kind !== 'nameSearch';
    this.#keyboard.show(field && { ...field, digits }, screen.language, screen.submit, said);
    if (!field) {
      parts.input.value = '';
      return;
    }
    parts.label.textContent = field.label;
    if (parts.input.value !== field.text) parts.input.value = field.text;
    parts.input.setAttribute('aria-invalid', String(Boolean(screen.notice) && screen.choices.length === 0));
  }

  #drawChoices(choices, turned) {
    this.#choices = choices;
    this.#shown = 0;
    parts.choices.hidden = choices.length === 0;
    this.#drawMore();
    while (parts.choices.children.length > this.#shown) parts.choices.lastChild.remove();
    if (turned) parts.content.scrollTop = 0;
  }

  #drawMore() {
    const until = Math.min(this.#choices.length, this.#shown + AT_ONCE);
    for (; this.#shown < until; this.#shown += 1) {
      const item = parts.choices.children[this.#shown] ?? parts.choices.appendChild(newChoice());
      drawChoice(item.firstChild, this.#choices[this.#shown], this.#shown);
    }
    parts.more.hidden = this.#shown === this.#choices.length;
  }

  /** The countdown at the end of a visit. */
  #drawClosing(left, said) {
    const seconds = left === undefined ? undefined : Math.ceil(left / 1000);
    const counting = seconds !== undefined && seconds <= LAST_SECONDS;
    if (parts.closing.hidden === counting) {
      const hadFocus = parts.closing.contains(document.activeElement);
      parts.closing.hidden = !counting;
      if (hadFocus && !counting) parts.title.focus({ preventScroll: true });
    }
    if (!counting) {
      this.#counting = false;
      return;
    }
    parts.seconds.textContent = said.closing(seconds);
    parts.closing.style.setProperty('--left', String(seconds / LAST_SECONDS));
    // Said once, and shown every second.
    if (!this.#counting) this.#tell(said.closing(seconds), true);
    this.#counting = true;
  }

  /** Another page: what a visitor works with there has the focus. */
  #turn(screen) {
    (screen.field ? parts.input : parts.title).focus({ preventScroll: true });
  }

  #tell(text, now) {
    if (text === this.#told) return;
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      this.#told = text;
      parts.live.textContent = text;
    }, now ? 0 : QUIET);
  }
}

const listed = (screen, said) => (screen.field && screen.choices.length ? said.listed(screen.choices.length) : '');

function drawLines(lines) {
  while (parts.lines.children.length > lines.length) parts.lines.lastChild.remove();
  lines.forEach((line, index) => {
    const text = parts.lines.children[index] ?? parts.lines.appendChild(document.createElement('p'));
    if (text.textContent !== line) text.textContent = line;
  });
}

function newChoice() {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  const [label, detail] = [document.createElement('bdi'), document.createElement('span')];
  label.className = 'name';
  detail.className = 'detail';
  button.append(icon('submit'), label, detail);
  item.append(button);
  return item;
}

function drawChoice(button, choice, index) {
  button.dataset.index = index;
  if (button.dataset.kind !== choice.kind) {
    button.dataset.kind = choice.kind;
    button.firstChild.replaceWith(icon(choice.kind));
  }
  const [, label, detail] = button.children;
  if (label.textContent !== choice.label) label.textContent = choice.label;
  detail.hidden = !choice.detail;
  if (detail.textContent !== (choice.detail ?? '')) detail.textContent = choice.detail ?? '';
}

/** The field, for whoever listens to what is typed. */
export const input = parts.input;
