// What of the document is the resident's own who is signed in.
import type { Booking, GuestInvite, Resident, Vehicle } from '@vestibule/rules';
import { house } from '../../lib/house.svelte';
import { signing } from '../../lib/session.svelte';

export const ownId = () => (signing.state.kind === 'in' ? signing.state.session.resident : undefined) ?? '';
export const own = (): Resident | undefined => house.residents.get(ownId());

export function ownBookings(): Booking[] {
  const id = ownId();
  return (house.document?.bookings ?? []).filter(({ holder }) => 'resident' in holder && holder.resident === id);
}

export function ownInvites(): GuestInvite[] {
  const id = ownId();
  return (house.document?.guestInvites ?? []).filter(({ resident }) => resident === id);
}

/** The cars that were booked for, each once, the latest first. */
export function knownCars(): Vehicle[] {
  const found = new Map<string, Vehicle>();
  for (const { vehicle } of ownBookings().sort((a, b) => b.start.localeCompare(a.start))) {
    if (vehicle?.plate && !found.has(vehicle.plate)) found.set(vehicle.plate, vehicle);
  }
  return [...found.values()].slice(0, 4);
}
