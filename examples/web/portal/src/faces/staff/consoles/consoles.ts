// Consoles and what they sent, as the server tells of them.
import type { Vehicle } from '@vestibule/rules';

export interface Enrolled {
  id: string;
  name: string;
  revoked: boolean;
  seenAt?: string;
  /** The sequence of the image that it has. */
  image?: number;
  upToDate: boolean;
  entries: number;
  conflicts: number;
  lastEntryAt?: string;
}

export interface Happened {
  id: string;
  at: string;
  actor: string;
  outcome: string;
  /** None once it was erased. */
  event?: { kind: string; booking?: string; vehicle?: Vehicle };
}
