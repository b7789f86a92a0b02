// Whether "Call management" would show for a contact alone, and why not: the rules are asked what would be if it were
// switched on, or had no closed dates.
import type { IntercomContact } from '@vestibule/rules';
import { house } from '../../../lib/house.svelte';

export type Hidden = 'disabled' | 'closedOn' | 'closed';

export function hiddenBecause(contact: IntercomContact, at: number): Hidden | undefined {
  if (isCallable(contact, at)) return undefined;
  if (contact.enabled === false) return 'disabled';
  return isCallable({ ...contact, closedOn: [] }, at) ? 'closedOn' : 'closed';
}

function isCallable(contact: IntercomContact, at: number): boolean {
  const building = house.document?.building;
  if (!building) return false;
  const rules = house.suppose({ format: 'vestibule/1', building, intercomContacts: [contact] });
  try {
    return rules.callManagement(at) !== null;
  } finally {
    rules.free();
  }
}
