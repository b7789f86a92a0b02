// What a visitor at the entry console would see of somebody, asked of the session that runs the consoles themselves.
import { ConsoleSession, VestibuleError, type Document, type ResidentDraft, type Screen } from '@vestibule/rules';
import { house } from '../house.svelte';
import { locale } from '../i18n.svelte';

const DOOR = 'door';
const SOMEBODY = 'somebody';

export interface Seen {
  /** What finding them by name shows, once all of it is typed. */
  byName: Screen;
  /** What dialling their code shows; none without a whole code. */
  byCode: Screen | undefined;
  /** The instant that is looked at: now, or when they may first be found. */
  at: number;
  later: boolean;
  movedOut: boolean;
}

/** What is seen of a profile as it is, or while it is written; nothing when that cannot be told yet. */
export function seenOf(profile: ResidentDraft, now: number): Seen | undefined {
  try {
    return look(profile, now);
  } catch (error) {
    if (error instanceof VestibuleError) return undefined;
    throw error;
  }
}

function look(profile: ResidentDraft, now: number): Seen | undefined {
  const name = profile.display?.name?.trim() || [profile.firstName, profile.lastName].filter((part) => part?.trim()).join(' ');
  if (name === '' || suitesOf(profile).length === 0) return undefined;
  const rules = house.suppose(documentWith(profile));
  try {
    const entry = rules.enter({ who: { resident: SOMEBODY }, door: DOOR }, now);
    const denial = entry.kind === 'denied' ? entry.denial : undefined;
    const at = denial && 'opensAt' in denial ? denial.opensAt : now;
    const visit = (kind: 'searchName' | 'dialCode', typed: string): Screen => {
      const session = ConsoleSession.start(rules, { door: DOOR, language: locale.language, checkInPrefix: 'look' }, at);
      try {
        session.handle({ kind: 'select', index: session.screen().choices.findIndex((choice) => choice.kind === kind) }, at);
        session.handle({ kind: 'text', text: typed }, at);
        return session.screen();
      } finally {
        session.free();
      }
    };
    const code = profile.directoryCode ?? '';
    return {
      byName: visit('searchName', name),
      byCode: /^\d{4}$/.test(code) ? visit('dialCode', code) : undefined,
      at,
      later: at !== now,
      movedOut: denial?.code === 'movedOut',
    };
  } finally {
    rules.free();
  }
}

/** The residencies in suites that there are. */
const suitesOf = ({ residencies = [] }: ResidentDraft) =>
  residencies.flatMap(({ suite, ...dates }) => (suite && house.suites.has(suite) ? [{ ...dates, suite }] : []));

/** The building with nobody else in it: others would only make the list longer. */
function documentWith(profile: ResidentDraft): Document {
  const { firstName, lastName, display, directoryCode } = profile;
  const suites = (house.document?.suites ?? []).map(({ id, number }) => ({ id, number }));
  const { onEntrySystem = true, name } = display ?? {};
  return {
    format: 'vestibule/1',
    building: house.document?.building ?? { id: 'b', name: '', zone: 'UTC', kind: 'rental' },
    settings: house.settings,
    suites,
    doors: [{ id: DOOR, name: '', common: true }],
    residents: [{
      id: SOMEBODY, email: 'somebody@example.org', residencies: suitesOf(profile), directoryCode: directoryCode ?? '',
      ...(firstName ? { firstName } : {}), ...(lastName ? { lastName } : {}),
      display: { onEntrySystem, ...(name ? { name } : {}) },
    }],
  };
}
