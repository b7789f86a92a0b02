// How full an amenity is on each day of a month: the most spaces held at once, as planned times are compared, as written
// (SPEC 1.5, 4.4).
import type { Amenity, Booking } from '@vestibule/rules';

export interface Day {
  /** `YYYY-MM-DD`. */
  date: string;
  used: number;
  closed: boolean;
}

const DAY = 86_400_000;
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The days of a month, `YYYY-MM`, after as many empty places as there are days of the week before its first, from Monday. */
export function monthOf(month: string, amenity: Amenity, bookings: Iterable<Booking>): { before: number; days: Day[] } {
  const first = Date.parse(`${month}-01`);
  const held = [...bookings].filter((one) => one.amenity === amenity.id && (one.approval === 'approved' || one.approval === 'pending'));
  const days: Day[] = [];
  for (let at = first; dateOf(at).startsWith(month); at += DAY) {
    const date = dateOf(at);
    const closed = (amenity.blackouts ?? []).some(({ from, to }) => from <= date && date <= to);
    days.push({ date, used: peak(held, `${date}T00:00`, `${dateOf(at + DAY)}T00:00`), closed });
  }
  return { before: (new Date(first).getUTCDay() + 6) % 7, days };
}

/** The month so many months later. */
export function monthAfter(month: string, count: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** The most bookings at once within a time. One that ends when another starts takes no second space. */
function peak(bookings: Booking[], from: string, to: string): number {
  const within = bookings.filter(({ start, end }) => start < to && end > from);
  const steps = within.flatMap(({ start, end }) => [[start, 1], [end, -1]] as [string, number][]);
  steps.sort(([a, stepA], [b, stepB]) => (a < b ? -1 : a > b ? 1 : stepA - stepB));
  let [now, most] = [0, 0];
  for (const [, step] of steps.filter(([at]) => at < to)) {
    now += step;
    most = Math.max(most, now);
  }
  return Math.min(most, within.length);
}
