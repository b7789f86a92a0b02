// The audit trail as the server tells it, and what an entry says has changed.
import { all, ask } from '../api';
import { house } from '../house.svelte';

export interface Entry {
  id: string;
  at: string;
  /** `account:…`, `console:…`, or another word. */
  actor: string;
  action: string;
  kind: string;
  record: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export interface Account {
  id: string;
  email: string;
  role: string;
  resident?: string;
  active: boolean;
  closed: boolean;
}

export interface Changed {
  field: string;
  before: string;
  after: string;
}

export const accounts = () => all<Account>(house.at('/accounts'));

/** Of a building, or of one record; newest first, after an entry. */
export async function entries(of: { kind: string; record: string } | undefined, after?: string): Promise<{ items: Entry[]; next?: string }> {
  const query = new URLSearchParams({ ...of, limit: '50', ...(after ? { after } : {}) });
  return ask('GET', house.at(`/audit?${query.toString()}`));
}

const text = (value: unknown) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

/** The fields that differ; where a record was created or removed, all of them. */
export function changes({ before = {}, after = {} }: Entry): Changed[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .map((field) => ({ field, before: text(before[field]), after: text(after[field]) }))
    .filter((change) => change.before !== change.after);
}
