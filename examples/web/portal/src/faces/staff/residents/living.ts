// Where somebody lives, in words of the list: what has not ended is shown, else what ended last.
import type { Resident } from '@vestibule/rules';
import { house } from '../../../lib/house.svelte';

export interface Living {
  /** The suites' numbers. */
  suites: string;
  /** The first day there, when it is still to come. */
  movesIn: string | undefined;
  movedOut: string | undefined;
}

/** On a day, `YYYY-MM-DD`. */
export function livingOf({ residencies }: Resident, today: string): Living {
  const current = residencies.filter(({ moveOut }) => moveOut === undefined || moveOut >= today);
  const last = residencies.toSorted((a, b) => (a.moveOut ?? '').localeCompare(b.moveOut ?? '')).at(-1);
  const shown = current.length > 0 ? current : last ? [last] : [];
  const begun = current.some(({ moveIn }) => moveIn === undefined || moveIn <= today);
  return {
    suites: shown.map(({ suite }) => house.suites.get(suite)?.number ?? '').join(', '),
    movesIn: begun ? undefined : current.map(({ moveIn }) => moveIn ?? '').sort()[0],
    movedOut: current.length > 0 ? undefined : last?.moveOut,
  };
}
