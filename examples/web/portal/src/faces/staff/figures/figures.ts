// What the figures page counts, from the document: how full the parking was, when guests check in, who has most of them.
import type { Booking, CheckIn } from '@vestibule/rules';
import { shifted } from '../../../lib/format';

const A_DAY = 24 * 60;

/** Dates up to `last`, the earliest first. */
export const datesUntil = (last: string, count: number) =>
  Array.from({ length: count }, (_, index) => shifted(`${last}T00:00`, (index + 1 - count) * A_DAY).slice(0, 10));

/** On each of some dates in a row, the most spaces that approved bookings took at once. */
export function mostAtOnce(bookings: Booking[], dates: string[]): number[] {
  const changes = bookings
    .filter(({ approval }) => approval === 'approved')
    .flatMap(({ start, end }) => [{ at: start, by: 1 }, { at: end, by: -1 }])
    // A space that is left at an hour is free for whoever comes at that hour.
    .sort((a, b) => a.at.localeCompare(b.at) || a.by - b.by);
  let taken = 0;
  let next = 0;
  const until = (time: string) => {
    let most = taken;
    for (let change = changes[next]; change && change.at < time; change = changes[(next += 1)]) {
      taken += change.by;
      most = Math.max(most, taken);
    }
    return most;
  };
  if (dates[0] !== undefined) until(`${dates[0]}T00:00`);
  return dates.map((date) => until(`${shifted(`${date}T00:00`, A_DAY)}`));
}

/** How many check-ins there were in each hour of the day; `wallOf` says what the clock on the wall showed. */
export function byHour(checkIns: CheckIn[], since: string, wallOf: (at: number) => string): number[] {
  const hours = new Array<number>(24).fill(0);
  for (const { at } of checkIns) {
    const wall = wallOf(Date.parse(at));
    if (wall >= since) hours[Number(wall.slice(11, 13))]! += 1;
  }
  return hours;
}

/** The suites whose residents had the most bookings that were still on at `since` or later, up to now. */
export function busiest(bookings: Booking[], since: string, now: string, count: number): { suite: string; bookings: number }[] {
  const found = new Map<string, number>();
  for (const { holder, suite, approval, start, end } of bookings) {
    if ('resident' in holder && approval === 'approved' && end > since && start <= now) found.set(suite, (found.get(suite) ?? 0) + 1);
  }
  const ranked = [...found].map(([suite, number]) => ({ suite, bookings: number }));
  return ranked.sort((a, b) => b.bookings - a.bookings || (a.suite < b.suite ? -1 : 1)).slice(0, count);
}
