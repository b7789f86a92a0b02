/** Everything about one building, as JSON (`format` is `vestibule/1`). Unknown fields are refused. */
export interface Document {
  format: 'vestibule/1';
  building: BuildingInfo;
  settings?: Settings;
  suites?: Suite[];
  doors?: Door[];
  spaces?: Space[];
  residents?: Resident[];
  managers?: Manager[];
  amenities?: Amenity[];
  bookings?: Booking[];
  checkIns?: CheckIn[];
  guestInvites?: GuestInvite[];
  intercomContacts?: IntercomContact[];
}

/** `YYYY-MM-DD`. */
export type DateText = string;
/** `HH:MM`. */
export type TimeText = string;
/** Wall time in the building's zone, `YYYY-MM-DDTHH:MM`. */
export type WallText = string;
/** RFC 3339, such as `2026-05-14T18:00:00Z`. */
export type InstantText = string;

export type Language = 'en' | 'fr';
export type VehicleField = 'plate' | 'make' | 'model' | 'color';
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export interface BuildingInfo {
  id: string;
  name: string;
  /** IANA name of the time zone. */
  zone: string;
  kind: 'rental' | 'condo';
  region?: string;
}

export interface Settings {
  requireBookingForCheckIn?: boolean;
  matchWindow?: 'startingToday' | 'occupyingToday';
  recheckAfterDays?: number;
  walkInFields?: VehicleField[];
  fullPlates?: boolean;
  graceMinutes?: number;
  nameQueryMin?: number;
  resultLimit?: number;
  moveInOpensAt?: TimeText;
  guestInvitesEnabled?: boolean;
  saltoIntegration?: boolean;
  reservedCodes?: string[];
  codeQuarantineDays?: number;
  idleSeconds?: number;
  searchBudget?: { searches?: number; minutes?: number };
  retention?: { plateDays?: number; visitDays?: number; inviteDays?: number; residentDays?: number };
}

export interface Suite {
  id: string;
  number: string;
  use?: 'residential' | 'management';
  doors?: string[];
}

export interface Door {
  id: string;
  name: string;
  common?: boolean;
}

export interface Space {
  id: string;
  kind: 'parking' | 'storage';
  name: string;
  door?: string;
}

export interface Resident {
  id: string;
  externalId?: string;
  firstName?: string;
  lastName?: string;
  email: string;
  phone?: string;
  preferredCommunication?: 'app' | 'email' | 'sms';
  language?: Language;
  residencies: Residency[];
  directoryCode: string;
  notes?: string;
  pets?: string;
  onboarding?: 'draft' | 'invited' | 'active';
  display?: { onEntrySystem?: boolean; name?: string; callNumber?: string };
  tags?: string[];
  designation?: 'renter' | 'owner' | 'nonResidentOwner';
  emergencyContacts?: EmergencyContact[];
  spaces?: string[];
  doors?: string[];
  vehicles?: ResidentVehicle[];
  guestInvitesRestricted?: boolean;
}

/** A profile that is being written: what is missing is reported, not refused. */
export type ResidentDraft = Omit<
  Resident,
  'id' | 'email' | 'directoryCode' | 'residencies' | 'emergencyContacts'
> & {
  id?: string;
  email?: string;
  directoryCode?: string;
  residencies?: Partial<Residency>[];
  emergencyContacts?: Partial<EmergencyContact>[];
};

export interface Residency {
  suite: string;
  moveIn?: DateText;
  moveOut?: DateText;
}

export interface EmergencyContact {
  name: string;
  phone: string;
  relation?: string;
}

export interface ResidentVehicle extends Vehicle {
  year?: number;
  carTag?: string;
}

export interface Vehicle {
  plate?: string;
  region?: string;
  make?: string;
  model?: string;
  color?: string;
}

export interface Manager {
  id: string;
  firstName?: string;
  lastName?: string;
  suite?: string;
}

export interface Amenity {
  id: string;
  name: string;
  kind?: 'guestParking';
  enabled?: boolean;
  capacity: number;
  requiredFields?: VehicleField[];
  approval?: 'automatic' | 'manual';
  /** Left out or `null`: around the clock. */
  hours?: WeeklyWindow[] | null;
  minMinutes?: number;
  maxMinutes?: number;
  maxAdvanceDays?: number;
  maxConsecutiveDays?: number;
  quota?: Quota;
  blackouts?: { from: DateText; to: DateText }[];
}

export interface Quota {
  per: 'suite' | 'resident';
  limit: number;
  unit: 'bookings' | 'days';
  period: 'month' | 'week' | { days: number };
}

export interface WeeklyWindow {
  days: Weekday[];
  open: TimeText;
  close: TimeText;
}

export type Holder = { resident: string } | { manager: string };
export type Host = { resident: string } | { suite: string } | { visitor: true };
export type By = 'guest' | { staff: string };

export interface BookingRequest {
  amenity: string;
  holder: Holder;
  suite: string;
  start: WallText;
  end: WallText;
  vehicle?: Vehicle;
  space?: string;
  guestName?: string;
}

export interface Booking extends BookingRequest {
  id: string;
  approval: 'pending' | 'approved' | 'rejected' | 'cancelled';
  createdAt?: InstantText;
}

/** A check-in to a booking, or a walk-in to a host. */
export type CheckIn = { id: string; at: InstantText; by: By; vehicle?: Vehicle } & (
  | { booking: string; host?: never }
  | { host: Host; booking?: never }
);

export interface GuestInvite {
  id: string;
  resident: string;
  guestName: string;
  contact?: string;
  credential: { app: true } | { entryCode: string };
  startsAt: WallText;
  endsAt?: WallText;
  doors?: string[];
  createdBy: 'resident' | 'staff';
  revokedAt?: InstantText;
}

export interface IntercomContact {
  id: string;
  name: string;
  enabled?: boolean;
  number?: string;
  /** Left out or `null`: around the clock. */
  hours?: WeeklyWindow[] | null;
  closedOn?: DateText[];
}
