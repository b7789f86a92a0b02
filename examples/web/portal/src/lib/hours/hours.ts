// Weekly windows by the clock on the wall, as a week is drawn (SPEC 7.2): one that closes at or before it opens runs into
// the next day.
import type { Weekday, WeeklyWindow } from '@vestibule/rules';

export const WEEK: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;

/** Minutes of a day during which something is open. */
export interface Span {
  from: number;
  to: number;
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
export const clockTime = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const isWhole = ({ days, open, close }: WeeklyWindow) => days.length > 0 && open !== '' && close !== '';
/** Whether hours that are written can be asked about: around the clock, or some windows with nothing missing. */
export const areWhole = (hours: WeeklyWindow[] | null) => hours === null || (hours.length > 0 && hours.every(isWhole));

/** The open spans of each day of the week, joined where they touch. */
export function weekOf(hours: WeeklyWindow[] | null | undefined): Record<Weekday, Span[]> {
  const week = Object.fromEntries(WEEK.map((day) => [day, [] as Span[]])) as Record<Weekday, Span[]>;
  if (hours === null || hours === undefined) {
    for (const day of WEEK) week[day].push({ from: 0, to: DAY });
    return week;
  }
  for (const window of hours.filter(isWhole)) {
    const [from, to] = [minutes(window.open), minutes(window.close)];
    for (const day of window.days) {
      if (to > from) {
        week[day].push({ from, to });
        continue;
      }
      week[day].push({ from, to: DAY });
      const next = WEEK[(WEEK.indexOf(day) + 1) % 7];
      if (next && to > 0) week[next].push({ from: 0, to });
    }
  }
  for (const day of WEEK) week[day] = joined(week[day]);
  return week;
}

function joined(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}
