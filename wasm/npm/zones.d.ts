import type { ZoneRules } from './index.js';

/** The rules of an IANA zone from the database in this file; `undefined` when it has no zone of exactly that name. */
export function zoneRules(name: string): Required<ZoneRules> | undefined;
/** Release of the database, such as `2026b`. */
export const version: string;
