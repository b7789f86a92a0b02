// What is wrong with a request to book, in words, beside the field that mends it.
import { VestibuleError, type BookingRequest, type BookingViolation, type VehicleField } from '@vestibule/rules';
import { house } from '../house.svelte';
import { say } from '../i18n.svelte';
import words from './words';

type Place = VehicleField | 'start' | 'end';

export interface Faults {
  kind: 'approved' | 'pending' | 'refused';
  mayAsk: boolean;
  byField: Partial<Record<Place, string>>;
  /** What no single field mends. */
  general: string[];
}

function placeOf(violation: BookingViolation): Place | undefined {
  switch (violation.code) {
    case 'missingField': return violation.field;
    case 'vehicleAlreadyBooked': return 'plate';
    case 'startInPast':
    case 'tooFarAhead': return 'start';
    case 'tooShort':
    case 'tooLong': return 'end';
    default: return undefined;
  }
}

/** Asks the rules about a request, as it is so far. */
export function faultsOf(request: BookingRequest, at: number): Faults {
  const t = say(words);
  const byField: Faults['byField'] = {};
  try {
    const answer = house.rules.requestBooking(request, at);
    if (answer.kind !== 'violations') return { kind: answer.kind, mayAsk: true, byField, general: [] };
    const general: string[] = [];
    for (const violation of answer.violations) {
      const place = placeOf(violation);
      const text = t.violation(violation);
      if (place) byField[place] = [byField[place], text].filter(Boolean).join(' ');
      else general.push(text);
    }
    return { kind: 'refused', mayAsk: false, byField, general };
  } catch (error) {
    if (!(error instanceof VestibuleError)) throw error;
    // A date that is not whole yet, or an end before the start.
    if (error.path.endsWith('end')) byField.end = error.code === 'order' ? t.endFirst : t.notATime;
    else if (error.path.endsWith('start')) byField.start = t.notATime;
    return { kind: 'refused', mayAsk: false, byField, general: Object.keys(byField).length > 0 ? [] : [t.notComplete] };
  }
}
