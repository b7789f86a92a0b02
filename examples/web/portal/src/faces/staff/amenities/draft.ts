// An amenity while it is written: limits that do not apply are empty (SPEC 4.1).
import type { Amenity, Quota, VehicleField, WeeklyWindow } from '@vestibule/rules';

type Limit = number | null;

export interface Draft {
  name: string;
  enabled: boolean;
  capacity: Limit;
  requiredFields: VehicleField[];
  approval: 'automatic' | 'manual';
  hours: WeeklyWindow[] | null;
  minMinutes: Limit;
  maxMinutes: Limit;
  maxAdvanceDays: Limit;
  maxConsecutiveDays: Limit;
  hasQuota: boolean;
  quota: { per: Quota['per']; limit: Limit; unit: Quota['unit']; period: 'month' | 'week' | 'days'; days: Limit };
  blackouts: { from: string; to: string }[];
}

export const LIMITS = ['minMinutes', 'maxMinutes', 'maxAdvanceDays', 'maxConsecutiveDays'] as const;

export function draftOf(amenity?: Amenity): Draft {
  const { quota } = amenity ?? {};
  const period = quota?.period ?? 'month';
  const isRolling = typeof period === 'object';
  return {
    name: amenity?.name ?? '', enabled: amenity?.enabled ?? true, capacity: amenity?.capacity ?? null,
    requiredFields: [...(amenity?.requiredFields ?? (amenity ? [] : ['plate' as const]))],
    approval: amenity?.approval ?? 'automatic', hours: amenity?.hours ?? null,
    minMinutes: amenity?.minMinutes ?? null, maxMinutes: amenity?.maxMinutes ?? null,
    maxAdvanceDays: amenity?.maxAdvanceDays ?? null, maxConsecutiveDays: amenity?.maxConsecutiveDays ?? null,
    hasQuota: quota !== undefined,
    quota: {
      per: quota?.per ?? 'suite', limit: quota?.limit ?? null, unit: quota?.unit ?? 'bookings',
      period: isRolling ? 'days' : period, days: isRolling ? period.days : null,
    },
    blackouts: (amenity?.blackouts ?? []).map((one) => ({ ...one })),
  };
}

/** The same as the rules and the server take it. A number that is still missing is left out, for the rules to ask for. */
export function written(draft: Draft, id: string): Partial<Amenity> & { id: string } {
  const given = (value: Limit) => (typeof value === 'number' ? value : undefined);
  const { per, limit, unit, period, days } = draft.quota;
  const quota = { per, limit: given(limit), unit, period: period === 'days' ? { days: given(days) } : period };
  const limits = Object.fromEntries(LIMITS.map((name) => [name, given(draft[name])]));
  const record = {
    id, name: draft.name.trim(), enabled: draft.enabled, capacity: given(draft.capacity), requiredFields: draft.requiredFields,
    approval: draft.approval, hours: draft.hours, ...limits, ...(draft.hasQuota ? { quota } : {}),
    blackouts: draft.blackouts.filter(({ from, to }) => from !== '' || to !== ''),
  };
  return JSON.parse(JSON.stringify(record)) as Partial<Amenity> & { id: string };
}
