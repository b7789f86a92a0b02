// Which days are free for a request: the rules are asked about it on each of them (SPEC 4.3).
import { VestibuleError, type BookingRequest, type BookingViolation } from '@vestibule/rules';
import { minutesBetween, shifted } from '../../../lib/format';
import { house } from '../../../lib/house.svelte';

export type DayState = 'free' | 'full' | 'closed' | 'limit' | 'past' | 'later';

/** What a day is, by what the rules have against it. The car and its details are no matter of the day. */
const MEANS: { [code in BookingViolation['code']]?: DayState } = {
  startInPast: 'past',
  tooFarAhead: 'later',
  outsideHours: 'closed',
  blackout: 'closed',
  amenityDisabled: 'closed',
  holderNotLivingHere: 'closed',
  capacityFull: 'full',
  quotaExceeded: 'limit',
  tooManyConsecutiveDays: 'limit',
};

/** The same request on another day; on one without such a time, or while it is not whole, nothing can be said. */
export function stateOf(request: BookingRequest, day: string, now: number): DayState | undefined {
  const start = `${day}T${request.start.slice(11)}`;
  try {
    const end = shifted(start, minutesBetween(request.start, request.end));
    const answer = house.rules.requestBooking({ ...request, start, end }, now);
    if (answer.kind !== 'violations') return 'free';
    return answer.violations.map(({ code }) => MEANS[code]).find(Boolean) ?? 'free';
  } catch (error) {
    if (error instanceof VestibuleError || error instanceof RangeError) return undefined;
    throw error;
  }
}
