// Starts the kiosk, and keeps it going: its bundle, its outbox, its clock, what is typed on a real keyboard.
import { Building, init } from './rules/index.js';
import { Refused, fetchBundle, openBundle, readBundle } from './bundle.js';
import { config } from './config.js';
import { Host } from './host.js';
import { icon } from './icons.js';
import { Outbox } from './outbox.js';
import { Status } from './status.js';
import { Store } from './store.js';
import { LAST_SECONDS, View, input } from './view.js';
import { words } from './words.js';

/** So often the server is asked for a newer bundle, in milliseconds. */
const REFRESH = 60_000;

/** Whose bundles are taken. */
const TRUST = `${config.building} ${config.key}`;

const status = new Status(config);
let host;
let timer;

const view = new View((event) => host?.feed(event), () => host?.home());
document.getElementById('back').prepend(icon('back'));
document.getElementById('home').prepend(icon('home'));

function redraw() {
  if (!host) return;
  view.draw(host.screen, host);
  clearTimeout(timer);
  const now = Date.now();
  // The end of a visit is counted down.
  const counted = host.left === undefined ? Infinity : Math.max(now + host.left - LAST_SECONDS * 1000, now + 250);
  timer = setTimeout(() => host.feed({ kind: 'tick' }), Math.max(0, Math.min(host.deadline, counted) - now));
}

async function start() {
  const [store] = await Promise.all([
    Store.open().catch(() => { throw new Refused('storage'); }),
    init().catch(() => { throw new Refused('module'); }),
  ]);
  navigator.storage?.persist?.().catch(() => {});
  const kept = await store.bundle(TRUST);
  // Should the kept one have gone bad, an older one does not take its place.
  const floor = kept ? kept.sequence - 1 : 0;
  const opened = (kept && await open(kept.bytes, floor).catch(status.refused)) ?? await first(store, floor);
  const [starts, entries] = await Promise.all([store.countStart(), store.entries()]);
  const outbox = new Outbox(store, (waiting) => status.waiting(waiting));
  host = new Host({
    opened,
    // The count of starts tells two sessions apart, also when the clock was set back; the instant does when the count was lost.
    setup: {
      door: config.door,
      language: config.language,
      checkInPrefix: `${config.serial}-${starts}-${Date.now().toString(36)}`,
    },
    store,
    entries,
    onScreen: redraw,
    onKept: () => outbox.send(),
  });
  document.getElementById('language').hidden = false;
  document.getElementById('larger').hidden = false;
  redraw();
  document.body.dataset.ready = 'true';
  performance.mark('ready');
  outbox.send();
  let newest = opened.sequence;
  const refresh = async () => {
    try {
      const newer = await open(await fetchBundle(), newest);
      await store.keepBundle(newer, TRUST).catch((error) => {
        newer.building.free();
        throw error;
      });
      newest = newer.sequence;
      await host.update(newer);
    } catch (error) {
      if (error.reason !== 'same') status.refused(error);
    }
  };
  setInterval(refresh, REFRESH);
  addEventListener('online', () => { refresh(); outbox.send(); });
  addEventListener('visibilitychange', () => host.feed({ kind: 'tick' }));
  if (kept) refresh();
  listen();
  beginAnewWhenFailed();
}

/** Checks a bundle and opens its building. */
async function open(bytes, newerThan) {
  const trust = { key: config.key, building: config.building, newerThan };
  const opened = openBundle(await readBundle(bytes, trust), Building);
  status.took(opened);
  document.getElementById('building').textContent = opened.name;
  return opened;
}

/** The very first bundle: there is nothing to go on with until it is there. */
async function first(store, floor) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, REFRESH)) {
    try {
      const opened = await open(await fetchBundle(), floor);
      await store.keepBundle(opened, TRUST);
      return opened;
    } catch (error) {
      status.refused(error);
      outOfService();
      await new Promise((resume) => setTimeout(resume, wait));
    }
  }
}

function outOfService() {
  document.body.dataset.screen = 'outOfService';
  const [said, other] = config.language === 'fr' ? [words.fr, words.en] : [words.en, words.fr];
  document.documentElement.lang = config.language;
  document.getElementById('title').firstChild.textContent = said.outOfService;
  const line = (lang, text) => Object.assign(document.createElement('p'), { lang, textContent: text });
  document.getElementById('lines').replaceChildren(
    line(config.language, said.callHost),
    line(said.other.language, `${other.outOfService}. ${other.callHost}`),
  );
}

/** A failure in here ends at the welcome screen: what happened is on the disk, and everything is opened anew. */
function beginAnewWhenFailed() {
  for (const kind of ['error', 'unhandledrejection']) addEventListener(kind, () => location.reload());
}

/** A real keyboard types wherever the focus is; a screen's own field takes what is composed or pasted too. */
function listen() {
  addEventListener('contextmenu', (event) => event.preventDefault());
  for (const kind of ['pointerdown', 'wheel', 'touchmove']) addEventListener(kind, () => host.stay(), { passive: true });
  addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) return;
    const alone = !event.isComposing && !event.altKey && !event.ctrlKey && !event.metaKey;
    const typed = alone && typedBy(event);
    if (!typed) return host.stay();
    event.preventDefault();
    host.feed(typed);
  });
  input.addEventListener('beforeinput', (event) => {
    if (event.inputType === 'insertCompositionText') return;
    event.preventDefault();
    if (event.inputType.startsWith('delete')) host.feed({ kind: 'backspace' });
    else feedText(event.data ?? event.dataTransfer?.getData('text/plain'));
  });
  input.addEventListener('compositionend', ({ data }) => {
    input.value = host.screen.field?.text ?? '';
    feedText(data);
  });
  const toEnd = () => input.setSelectionRange(input.value.length, input.value.length);
  for (const kind of ['focus', 'click', 'select']) input.addEventListener(kind, toEnd);
}

function feedText(text) {
  if (text) host.feed({ kind: 'text', text: text.slice(0, 200) });
}

function typedBy({ key, target }) {
  const onButton = target instanceof HTMLButtonElement;
  if (key === 'Escape') return { kind: 'back' };
  if (key === 'Backspace') return { kind: 'backspace' };
  if (key === 'Enter') return onButton ? undefined : { kind: 'submit' };
  if (key === ' ' && (onButton || target !== input)) return undefined;
  if (/^[0-9]$/.test(key)) return { kind: 'digit', digit: Number(key) };
  return [...key].length === 1 ? { kind: 'text', text: key } : undefined;
}

/** Works without a network from the second start on; a newer kiosk takes over when nobody is there. */
async function serveOffline() {
  const registration = await navigator.serviceWorker.register('sw.js');
  const renew = () => {
    if (!host || (host.resting && host.forgotten)) registration.waiting?.postMessage('take over');
  };
  let controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (controlled) location.reload();
    controlled = true;
  });
  setInterval(renew, REFRESH);
  setInterval(() => registration.update().catch(() => {}), 60 * REFRESH);
}

start().catch((error) => {
  status.refused(error);
  outOfService();
  setTimeout(() => location.reload(), 10_000);
});
if ('serviceWorker' in navigator) serveOffline().catch(() => {});
