// The building that the pages are about: its document, opened with the rules, and brought up to date as it changes.
import { Building, init } from '@vestibule/rules';
import type {
  Amenity, Booking, CheckIn, Document, Door, Manager, Resident, Settings, Space, Suite,
} from '@vestibule/rules';
import { tick, untrack } from 'svelte';
import { Problem, fetchBytes, send, type Answer } from './api';
import { ALLOWED, clock } from './clock.svelte';
import * as kept from './kept';

/** How often to ask when the server does not tell. */
const ASK_EVERY = 5_000;
/** How often to ask when it does: a network that was lost without a word is noticed so. */
const MAKE_SURE_EVERY = 30_000;

type Link = 'live' | 'asking' | 'offline';

class House {
  id = '';
  document = $state.raw<Document>();
  #rules = $state.raw<Building>();
  link = $state<Link>('asking');
  /** When the document was last known to be the newest, in milliseconds since the Unix epoch. */
  asOf = $state(0);
  /** Why there is nothing to show. */
  problem = $state.raw<Problem>();
  #etag: string | undefined;
  #zone: Uint8Array | undefined;
  #stop = () => {};
  #fetching: Promise<void> | undefined;
  #keeps = false;

  /** Now, for what has just been changed: every minute, and when the document is new, by a clock that is not behind. */
  now: number = $derived.by(() => {
    void [this.document, clock.minute];
    return untrack(() => clock.now) + ALLOWED;
  });
  settings: Settings = $derived(this.document?.settings ?? {});
  zone: string = $derived(this.document?.building.zone ?? 'UTC');
  suites: Map<string, Suite> = $derived(byId(this.document?.suites));
  doors: Map<string, Door> = $derived(byId(this.document?.doors));
  spaces: Map<string, Space> = $derived(byId(this.document?.spaces));
  residents: Map<string, Resident> = $derived(byId(this.document?.residents));
  managers: Map<string, Manager> = $derived(byId(this.document?.managers));
  amenities: Map<string, Amenity> = $derived(byId(this.document?.amenities));
  bookings: Map<string, Booking> = $derived(byId(this.document?.bookings));
  checkIns: Map<string, CheckIn> = $derived(byId(this.document?.checkIns));
  /** Check-ins by the booking that they name, newest first. */
  checkInsOf: Map<string, CheckIn[]> = $derived(byBooking(this.document?.checkIns));

  /** The rules over the document as it is. */
  get rules(): Building {
    if (!this.#rules) throw new Error('pages are shown once the building is open');
    return this.#rules;
  }

  get isOpen() {
    return this.#rules !== undefined;
  }

  /** The rules over another document in this building's zone: what would be, if. To be freed by the caller. */
  suppose(document: Document): Building {
    return Building.open(document, this.#zone);
  }

  /** A path below the building. */
  at(path: string) {
    return `/buildings/${encodeURIComponent(this.id)}${path}`;
  }

  /** Opens a building and follows what becomes of it. With `keeps`, it is there without the server from then on. */
  async open(id: string, keeps: boolean) {
    this.close();
    this.id = id;
    this.#keeps = keeps;
    try {
      await Promise.all([this.#begin(), init()]);
      this.#stop = this.#follow();
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem(0, 'failed', String(error));
    }
  }

  close() {
    this.#stop();
    this.#stop = () => {};
    this.#etag = undefined;
    this.problem = undefined;
    this.document = undefined;
    this.#rules = undefined;
  }

  /** Reads the document anew, if it has changed. One request at a time is enough. */
  async refresh() {
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
    await this.#fetching;
  }

  /** After a change of our own: a request under way may have been answered before it. */
  async changed() {
    await this.#fetching?.catch(() => {});
    await this.refresh().catch(() => {});
  }

  /** From the server, or as it was kept when the server is not reached. */
  async #begin() {
    try {
      const [zone, answer] = await Promise.all([fetchBytes(this.at('/zone')), this.#ask()]);
      this.#zone = zone;
      if (this.#keeps) await kept.keep('zone', zone.slice());
      await this.#take(answer);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'offline' && (await this.#recall()))) throw error;
    }
  }

  async #recall(): Promise<boolean> {
    const [zone, document] = await Promise.all([kept.recall('zone'), kept.recall('document')]);
    if (!this.#keeps || !zone || !document) return false;
    this.#zone = new Uint8Array(await zone.arrayBuffer());
    await init();
    this.#show((await document.json()) as Document, document.headers.get('etag') ?? undefined);
    this.asOf = Number(document.headers.get('x-as-of'));
    this.link = 'offline';
    return true;
  }

  #ask() {
    return send<Document>('GET', this.at('/document'), this.#etag ? { unless: this.#etag } : {});
  }

  async #fetch() {
    await this.#take(await this.#ask());
  }

  async #take(answer: Answer<Document> | undefined) {
    await init();
    clock.tick();
    this.asOf = clock.now;
    const before = this.#rules;
    if (answer) this.#show(answer.value, answer.etag);
    if (this.#keeps) await this.#keep();
    if (!answer) return;
    await tick();
    before?.free();
  }

  #show(document: Document, etag: string | undefined) {
    this.#rules = Building.open(document, this.#zone);
    this.document = document;
    this.#etag = etag;
  }

  #keep() {
    return kept.keep('document', JSON.stringify(this.document), { 'x-as-of': String(this.asOf), etag: this.#etag ?? '' });
  }

  /** By the server's events; by asking where it has none. */
  #follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = async () => {
      clearTimeout(timer);
      try {
        await this.refresh();
        this.link = events.readyState === EventSource.OPEN ? 'live' : 'asking';
      } catch {
        this.link = 'offline';
      }
      if (!stopped) timer = setTimeout(look, this.link === 'live' ? MAKE_SURE_EVERY : ASK_EVERY);
    };
    const since = this.#etag?.replaceAll('"', '') ?? '';
    const events = new EventSource(`/api/v1${this.at('/live')}?lastEventId=${since}`);
    for (const name of ['ready', 'change']) events.addEventListener(name, () => void look());
    events.addEventListener('error', () => void look());
    const wake = () => void look();
    addEventListener('online', wake);
    addEventListener('offline', wake);
    return () => {
      stopped = true;
      clearTimeout(timer);
      events.close();
      removeEventListener('online', wake);
      removeEventListener('offline', wake);
    };
  }
}

function byId<R extends { id: string }>(records: R[] = []): Map<string, R> {
  return new Map(records.map((record) => [record.id, record]));
}

function byBooking(checkIns: CheckIn[] = []): Map<string, CheckIn[]> {
  const found = new Map<string, CheckIn[]>();
  for (const checkIn of [...checkIns].sort((a, b) => b.at.localeCompare(a.at))) {
    if (checkIn.booking === undefined) continue;
    const others = found.get(checkIn.booking);
    if (others) others.push(checkIn);
    else found.set(checkIn.booking, [checkIn]);
  }
  return found;
}

export const house = new House();
