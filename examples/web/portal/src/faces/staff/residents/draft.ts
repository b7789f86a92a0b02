// A profile while it is written: every field is there, texts may be empty (SPEC 2.1).
import { VestibuleError, type Resident, type ResidentDraft, type ResidentVehicle } from '@vestibule/rules';
import { house } from '../../../lib/house.svelte';
import type { Code } from './words';

type Texts<R, K extends keyof R> = { [key in K]: string };

export interface Draft extends Texts<Resident, 'id' | 'externalId' | 'firstName' | 'lastName' | 'email' | 'phone' | 'directoryCode' | 'notes' | 'pets'> {
  preferredCommunication: NonNullable<Resident['preferredCommunication']>;
  language: NonNullable<Resident['language']>;
  residencies: { suite: string; moveIn: string; moveOut: string }[];
  onboarding: NonNullable<Resident['onboarding']>;
  display: { onEntrySystem: boolean; name: string; callNumber: string };
  /** Separated by commas. */
  tags: string;
  designation: Resident['designation'] | '';
  emergencyContacts: { name: string; phone: string; relation: string }[];
  spaces: string[];
  doors: string[];
  vehicles: (Texts<ResidentVehicle, 'plate' | 'region' | 'make' | 'model' | 'color' | 'carTag'> & { year: number | null })[];
  guestInvitesRestricted: boolean;
}

export const blank = {
  residency: (): Draft['residencies'][number] => ({ suite: '', moveIn: '', moveOut: '' }),
  contact: (): Draft['emergencyContacts'][number] => ({ name: '', phone: '', relation: '' }),
  vehicle: (): Draft['vehicles'][number] => ({ plate: '', region: '', make: '', model: '', color: '', carTag: '', year: null }),
};

/** A profile to be edited; for a new one, with the code that it is to have. */
export function draftOf(resident: ResidentDraft): Draft {
  const { firstName = '', lastName = '', email = '', phone = '', externalId = '', notes = '', pets = '', directoryCode = '' } = resident;
  const { name = '', callNumber = '', onEntrySystem = true } = resident.display ?? {};
  const residencies = resident.residencies ?? [{}];
  return {
    id: resident.id ?? '', externalId, firstName, lastName, email, phone, notes, pets, directoryCode,
    preferredCommunication: resident.preferredCommunication ?? 'app',
    language: resident.language ?? 'en',
    residencies: residencies.map((one) => ({ ...blank.residency(), ...one })),
    onboarding: resident.onboarding ?? 'draft',
    display: { onEntrySystem, name, callNumber },
    tags: (resident.tags ?? []).join(', '),
    designation: resident.designation ?? '',
    emergencyContacts: (resident.emergencyContacts ?? []).map((one) => ({ ...blank.contact(), ...one })),
    spaces: [...(resident.spaces ?? [])],
    doors: [...(resident.doors ?? [])],
    vehicles: (resident.vehicles ?? []).map((one) => ({ ...blank.vehicle(), ...one })),
    guestInvitesRestricted: resident.guestInvitesRestricted ?? false,
  };
}

/** The same as the rules and the server take it: without what was left empty. Rows of lists keep their places. */
export function written(draft: Draft): ResidentDraft {
  const tags = draft.tags.split(',').map((tag) => tag.trim()).filter(Boolean);
  return filled({ ...draft, tags }) as ResidentDraft;
}

/** The same for the server: rows in which nothing was written are no vehicles. */
export function sent(draft: Draft): ResidentDraft {
  const { vehicles = [], ...rest } = written(draft);
  return { ...rest, vehicles: vehicles.filter((vehicle) => Object.keys(vehicle).length > 0) };
}

function filled(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() || undefined;
  if (Array.isArray(value)) return value.map((one) => filled(one) ?? '');
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value).map(([key, one]) => [key, filled(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
}

/** What is wrong with a draft, by the place of its field, in the order of the profile. */
export function faultsOf(draft: Draft, at: number): Map<string, Code> {
  try {
    const found = house.rules.validateResident(written(draft), at);
    // A row in which nothing was picked refers to nothing: what is missing there is the pick.
    const blank = (path: string) => {
      const [, list, index] = path.match(/^(spaces|doors)\[(\d+)\]$/) ?? [];
      return list !== undefined && draft[list as 'spaces' | 'doors'][Number(index)] === '';
    };
    return new Map(found.toReversed().map(({ path, code }) => [path, blank(path) ? 'required' : code]));
  } catch (error) {
    if (!(error instanceof VestibuleError)) throw error;
    // A date that is not whole yet, or a year that no car has.
    return new Map([[error.path.replace(/^resident\.?/, ''), 'malformed']]);
  }
}

/** Eight bytes that nobody can foresee. */
export const entropy = () => crypto.getRandomValues(new Uint8Array(8));
