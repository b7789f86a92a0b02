/// <reference lib="esnext.disposable" />
import type { BookingRequest, Booking, CheckIn, Document, Host, By, Language, ResidentDraft, Vehicle, VehicleField } from './document.js';

export type * from './document.js';

/** Milliseconds since the Unix epoch, as `Date.now()` gives them. */
export type Instant = number;

export type ErrorCode =
  | 'unknownField'
  | 'required'
  | 'malformed'
  | 'unknown'
  | 'duplicate'
  | 'order'
  /** No code is free. */
  | 'exhausted'
  /** It was freed, or opened before the module was made anew. */
  | 'freed'
  /** `init()` was not awaited. */
  | 'notReady'
  /** The module's code cannot be loaded; see `cause`. */
  | 'load'
  /** The module has failed: `await init()` makes it anew, and everything has to be opened again. */
  | 'poisoned';

/** The only error that this package throws. It names places, never persons. */
export class VestibuleError extends Error {
  constructor(code: ErrorCode, path: string, detail: string, options?: { cause?: unknown });
  readonly name: 'VestibuleError';
  readonly code: ErrorCode;
  /** The place within what was passed, such as `bookings[3].start`; empty for all of it. */
  readonly path: string;
  readonly detail: string;
}

/** Where the module's code comes from. */
export type Source = BufferSource | string | URL | Response | WebAssembly.Module;

/**
 * Loads the module; without a source from beside the package's files. Further calls do nothing, unless the module has
 * failed: then it is made anew.
 */
export function init(source?: Source | Promise<Source>): Promise<void>;
/** The same at once. */
export function initSync(source?: BufferSource | WebAssembly.Module): void;
/** Whether the module is loaded and has not failed. */
export function isReady(): boolean;

/** Zone rules as TZif (RFC 9636), for one zone. */
export interface ZoneRules {
  /** IANA name of the zone. */
  name: string;
  /** Release of the data. */
  version?: string;
  tzif: Uint8Array;
}

/** A checked document with its zone rules. */
export class Building {
  private constructor();
  /**
   * Opens a document, as an object or as JSON text, with the rules of its zone: TZif bytes, or what
   * `@vestibule/rules/zones` gives. A building in UTC needs none.
   */
  static open(document: Document | string, zoneRules?: ZoneRules | Uint8Array | ArrayBuffer): Building;
  /** Closes the building; once more does nothing. Without it, the building is closed when it is garbage. */
  free(): void;
  [Symbol.dispose](): void;
  /** The document as it is, with all that was recorded. */
  document(): Document;
  zone(): { name: string; version: string };

  searchNames(query: string, at: Instant): NameSearch;
  searchSuites(query: string): SuiteHit[];
  dialCode(code: string, at: Instant): Dialled;
  matchBookings(target: Target, at: Instant): Match;
  matchPlate(plate: string, region: string | undefined, at: Instant): Match;
  checkIn(request: CheckInRequest, at: Instant): CheckInAnswer;
  walkIn(request: WalkInRequest, at: Instant): WalkInAnswer;
  /** Records a check-in, so that further questions are answered with it. */
  record(checkIn: CheckIn): Recorded;
  /** `null` when the booking was rejected or cancelled. */
  permit(booking: string, at: Instant): Permit | null;
  board(tab: Tab, at: Instant): BoardRow[];
  /** Ids of bookings. */
  searchPermits(query: string, at: Instant): string[];
  checkPlate(plate: string, region: string | undefined, at: Instant): PlateCheck;
  requestBooking(request: BookingRequest, at: Instant): RequestAnswer;
  approve(booking: string, at: Instant): ApproveAnswer;
  /** `null` when "Call management" is not shown. */
  callManagement(at: Instant): ManagementContact | null;
  otherVisitorShortcut(): boolean;
  inviteStatus(invite: string, at: Instant): InviteStatus;
  requestInvite(request: InviteRequest): InviteAnswer;
  enter(request: EntryRequest, at: Instant): Entry;
  enterCode(code: string, door: string, at: Instant): boolean;
  /** Ids of doors. */
  doors(resident: string, at: Instant): string[];
  validateResident(resident: ResidentDraft, at: Instant): ProfileViolation[];
  /** Ids of residents. */
  staffSearch(query: string, at: Instant): string[];
  /** A directory code that is not in use, from 8 bytes that nobody can foresee. */
  freeCode(entropy: Uint8Array, at: Instant): string;
  /** An entry code that no live invite has, from 8 bytes that nobody can foresee. */
  newEntryCode(entropy: Uint8Array, at: Instant): string;
}

/** A visitor's whole visit at a console. It reads no clock: every input comes with its instant. */
export class ConsoleSession {
  private constructor();
  static start(building: Building, setup: ConsoleSetup, at: Instant): ConsoleSession;
  free(): void;
  [Symbol.dispose](): void;
  /** Takes one input, and answers with what the host must do before the next; at most one effect. */
  handle(input: ConsoleInput, at: Instant): ConsoleEffect[];
  /** What to draw now. */
  screen(): Screen;
  /** When the session wants a `tick` if no other input comes before. */
  nextDeadline(): Instant;
  /** Whether the building may be replaced without anyone at the door noticing. */
  mayUpdate(): boolean;
  /** Asks another building's rules from now on: a newer edition of the same. */
  update(building: Building): void;
}

export interface ConsoleSetup {
  /** Id of the door that the console stands at. */
  door: string;
  /** The language that it returns to. */
  language: Language;
  /** Begins the id of every check-in; another one for each session, in at most 40 bytes. */
  checkInPrefix: string;
}

export type ConsoleInput =
  | { kind: 'text'; text: string }
  | { kind: 'digit'; digit: number }
  | { kind: 'backspace' }
  | { kind: 'submit' }
  | { kind: 'select'; index: number }
  | { kind: 'back' }
  | { kind: 'language'; language: Language }
  | { kind: 'tick' };

export type ConsoleEffect =
  /** The directory code of the resident to call; the host finds the number, and must not show it. */
  | { kind: 'callResident'; target: string }
  | { kind: 'callManagement'; contact: string }
  /** To be kept, and recorded with `Building.record`. */
  | { kind: 'recordCheckIn'; checkIn: CheckIn }
  | { kind: 'unlock'; door: string; attempt: string }
  | { kind: 'refuseCode'; door: string; attempt: string };

export interface Screen {
  kind: ScreenKind;
  language: Language;
  title: string;
  lines: string[];
  notice?: string;
  field?: ScreenField;
  choices: Choice[];
  /** What `submit` does, where it does something. */
  submit?: string;
  /** Where `back` leads, where it leads somewhere. */
  back?: string;
  /** On a locked screen, seconds until it opens. */
  secondsLeft?: number;
}

export interface ScreenField {
  label: string;
  /** What was typed so far; dots in place of an entry code. */
  text: string;
  digitsOnly: boolean;
}

export interface Choice {
  kind: ChoiceKind;
  label: string;
  detail?: string;
}

export type ScreenKind =
  | 'welcome' | 'nameSearch' | 'dialCode' | 'resident' | 'calling' | 'guestParking' | 'suiteSearch' | 'plate'
  | 'bookingChoice' | 'similarPlate' | 'vehicleDetails' | 'confirm' | 'checkedIn' | 'alreadyCheckedIn' | 'noBooking'
  | 'entryCode' | 'doorUnlocked' | 'lockedOut';

export type ChoiceKind =
  | 'searchName' | 'dialCode' | 'guestParking' | 'entryCode' | 'callManagement' | 'searchSuite' | 'otherVisitor'
  | 'resident' | 'suite' | 'booking' | 'otherVehicle' | 'callResident' | 'yes' | 'no' | 'checkIn' | 'done';

export type Target = { resident: string } | { suite: string };
export type Who = { resident: string } | { invite: string };

export interface CheckInRequest {
  booking: string;
  vehicle?: Vehicle;
  by: By;
}

export interface WalkInRequest {
  host: Host;
  vehicle: Vehicle;
}

export interface InviteRequest {
  resident: string;
  by: 'resident' | 'staff';
  /** Wall time, `YYYY-MM-DDTHH:MM`. */
  startsAt: string;
}

export interface EntryRequest {
  who: Who;
  door: string;
}

export type NameSearch = { kind: 'tooShort' } | { kind: 'found'; hits: NameHit[]; more: boolean };

export interface NameHit {
  name: string;
  code: string;
}

export interface SuiteHit {
  id: string;
  number: string;
}

export interface Dialled {
  found: boolean;
  /** None for hidden residents. */
  name?: string;
}

export type Match =
  | { kind: 'options'; options: BookingOption[]; walkIn: boolean }
  | { kind: 'alreadyCheckedIn'; nextCheckIn?: string; walkIn: boolean }
  | { kind: 'noBooking'; contact: 'resident' | 'management' }
  | { kind: 'walkIn'; fields: VehicleField[] };

export interface BookingOption {
  booking: string;
  /** First and last day that the check-in covers. */
  from: string;
  through: string;
  /** The plate is masked as the building wants it. */
  vehicle: Vehicle;
  missing: VehicleField[];
  similar: boolean;
}

export type CheckInAnswer =
  | { kind: 'checkedIn'; booking: string; at: Instant; through: string }
  | { kind: 'refused'; refusal: Refusal };

export type WalkInAnswer = { kind: 'checkedIn'; at: Instant } | { kind: 'refused'; refusal: Refusal };

export type Refusal =
  | { code: 'unknownBooking' | 'notApproved' | 'ended' | 'holderNotLivingHere' | 'notToday' | 'bookingRequired' }
  | { code: 'alreadyCheckedIn'; at: Instant }
  | { code: 'missingField'; missing: VehicleField[] };

export type Recorded =
  | { kind: 'added'; conflict: boolean; replaced?: string }
  | { kind: 'known' }
  | { kind: 'left'; first: string };

export interface Permit {
  status: PermitStatus;
  timer: { kind: 'until' | 'remaining' | 'since'; seconds: number };
  checkedIn?: Instant;
  recheckDue: boolean;
  tab: Tab;
  actions: PermitAction[];
}

export type PermitStatus = 'expired' | 'pendingApproval' | 'upcoming' | 'active';
export type PermitAction = 'approve' | 'reject' | 'checkIn' | 'cancel';
export type Tab = 'today' | 'upcoming' | 'past';
/** A booking by its id, or a walk-in by that of its check-in. */
export type BoardRow = { kind: 'booking'; id: Booking['id'] } | { kind: 'walkIn'; id: CheckIn['id'] };

export interface PlateCheck {
  answer: 'permitted' | 'grace' | 'walkIn' | 'notPermitted';
  /** Ids of bookings. */
  bookings: string[];
  similar: string[];
}

export type RequestAnswer =
  | { kind: 'approved' }
  | { kind: 'pending' }
  | { kind: 'violations'; violations: BookingViolation[] };

export type BookingViolation =
  | { code: 'amenityDisabled' | 'holderNotLivingHere' | 'startInPast' | 'outsideHours' }
  | { code: 'tooShort'; minMinutes: number }
  | { code: 'tooLong'; maxMinutes: number }
  | { code: 'tooFarAhead'; maxAdvanceDays: number }
  | { code: 'blackout'; from: string; to: string }
  | { code: 'missingField'; field: VehicleField }
  | { code: 'vehicleAlreadyBooked'; booking: string }
  | { code: 'capacityFull'; at: string }
  | { code: 'quotaExceeded'; used: number; limit: number; frees?: string }
  | { code: 'tooManyConsecutiveDays'; days: number; limit: number };

export type ApproveAnswer = 'approved' | 'rejected' | 'cancelled' | 'expired' | 'alreadyApproved' | 'capacityFull';

export interface ManagementContact {
  id: string;
  name: string;
}

export type InviteStatus = 'revoked' | 'stopped' | 'expired' | 'upcoming' | 'active';

export type InviteAnswer =
  | { kind: 'allowed' }
  | { kind: 'denied'; denial: 'invitesDisabled' | 'restricted' | 'notActivated' | 'notLivingHere' };

export type Entry = { kind: 'granted' } | { kind: 'denied'; denial: Denial };

export type Denial =
  | { code: 'beforeMoveIn' | 'upcoming'; opensAt: Instant }
  | { code: 'movedOut' | 'revoked' | 'stopped' | 'expired' | 'noGrant' };

export interface ProfileViolation {
  /** The field, such as `residencies[0].suite`. */
  path: string;
  code: 'required' | 'malformed' | 'unknown' | 'duplicate' | 'notAllowed' | 'reserved' | 'order';
}
