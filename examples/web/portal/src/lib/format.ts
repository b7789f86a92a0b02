// Dates, times and names as people read them.
import type { Booking, Host, Manager, Resident, Vehicle } from '@vestibule/rules';
import { house } from './house.svelte';
import { locale } from './i18n.svelte';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale.tag + zone + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale.tag, { ...options, timeZone: zone });
    formats.set(key, known);
  }
  return known;
}

const DAY_AND_TIME: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' };

/** Wall time as it was agreed on: no zone changes it. */
export const wall = (text: string, options = DAY_AND_TIME) => format('UTC', options).format(Date.parse(`${text}Z`));
export const date = (text: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }) =>
  format('UTC', options).format(Date.parse(`${text}T00:00Z`));
/** An instant, in the building's zone. */
export const instant = (at: number | string, options = DAY_AND_TIME) =>
  format(house.zone, options).format(typeof at === 'string' ? Date.parse(at) : at);

/** From when to when; the day is said once when it is the same. */
export function span(start: string, end: string): string {
  return format('UTC', DAY_AND_TIME).formatRange(Date.parse(`${start}Z`), Date.parse(`${end}Z`));
}

/** The wall time of an instant in the building's zone, `YYYY-MM-DDTHH:MM`. */
export function wallOf(at: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: house.zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).format(at);
  return parts.replace(' ', 'T');
}

/** Wall time some minutes of the clock on the wall later. */
export const shifted = (text: string, minutes: number) => new Date(Date.parse(`${text}Z`) + minutes * 60_000).toISOString().slice(0, 16);

/** Minutes of the clock on the wall between two wall times. */
export const minutesBetween = (start: string, end: string) => (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 60_000;

const QUARTER = 15 * 60_000;
/** The wall time of the next quarter of an hour. */
export const soon = (now: number) => wallOf(Math.ceil(now / QUARTER) * QUARTER);

/** Elapsed time: seconds are shown in the last hour, and days without minutes. */
export function duration(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const day = locale.language === 'fr' ? 'j' : 'd';
  if (days > 0) return `${days} ${day} ${hours} h`;
  if (hours > 0) return `${hours} h ${two(minutes)} min`;
  return `${minutes}:${two(seconds % 60)}`;
}

/** How long ago, in whole minutes, hours or days. */
export function ago(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [number, unit] = minutes < 60 ? [minutes, 'minute' as const] : minutes < 2880 ? [Math.floor(minutes / 60), 'hour' as const] : [Math.floor(minutes / 1440), 'day' as const];
  return new Intl.RelativeTimeFormat(locale.tag).format(-number, unit);
}

export const nameOf = ({ firstName, lastName }: Pick<Resident | Manager, 'firstName' | 'lastName'>) =>
  [firstName, lastName].filter((part) => part?.trim()).join(' ');

export function suiteOf(id: string | undefined): string {
  const number = id === undefined ? undefined : house.suites.get(id)?.number;
  if (!number) return '';
  return `Suite ${number}`;
}

export function holderOf({ holder }: Pick<Booking, 'holder'>): string {
  const one = 'resident' in holder ? house.residents.get(holder.resident) : house.managers.get(holder.manager);
  return one ? nameOf(one) : '';
}

/** Whom a walk-in visits; nothing for an other visitor. */
export function hostOf(host: Host): string {
  if ('suite' in host) return suiteOf(host.suite);
  const resident = 'resident' in host ? house.residents.get(host.resident) : undefined;
  return resident ? nameOf(resident) : '';
}

/** Make, model and colour. */
export const carOf = (vehicle: Vehicle | undefined) =>
  [vehicle?.make, vehicle?.model, vehicle?.color].filter((part) => part?.trim()).join(' · ');
