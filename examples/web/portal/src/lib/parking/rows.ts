// What a row of the board shows, gathered from the document; the rules say the rest.
import type { Booking, BoardRow, CheckIn, Vehicle } from '@vestibule/rules';
import { house } from '../house.svelte';

export interface Shown {
  booking: Booking | undefined;
  walkIn: CheckIn | undefined;
  /** As booked; what guests and staff said at a check-in fills the gaps. */
  vehicle: Vehicle;
  /** Check-ins that name the booking, newest first. */
  checkIns: CheckIn[];
}

export function shownOf(row: BoardRow): Shown {
  const booking = row.kind === 'booking' ? house.bookings.get(row.id) : undefined;
  const walkIn = row.kind === 'walkIn' ? house.checkIns.get(row.id) : undefined;
  const checkIns = house.checkInsOf.get(row.id) ?? [];
  const said = Object.assign({}, ...checkIns.map(({ vehicle }) => vehicle).reverse()) as Vehicle;
  return { booking, walkIn, checkIns, vehicle: { ...said, ...(booking ?? walkIn)?.vehicle } };
}
