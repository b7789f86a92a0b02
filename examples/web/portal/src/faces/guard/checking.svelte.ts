// A check of a plate (SPEC 8.8): the rules answer at once, and the server keeps a record of it, with its own answer.
import type { PlateCheck } from '@vestibule/rules';
import { Problem, ask } from '../../lib/api';
import { house } from '../../lib/house.svelte';

export interface Plate {
  plate: string;
  region?: string;
}

export class Checking {
  answer = $state.raw<PlateCheck>({ answer: 'notPermitted', bookings: [], similar: [] });
  /** What became of the record; a problem is why there is none. */
  record = $state.raw<'writing' | 'kept' | Problem>('writing');

  constructor(readonly of: Plate) {
    void this.make();
  }

  /** Makes the check, or makes it again when there is no record of it. */
  async make() {
    this.record = 'writing';
    this.answer = house.rules.checkPlate(this.of.plate, this.of.region, house.now);
    try {
      this.answer = await ask<PlateCheck>('POST', house.at('/enforcement-checks'), { body: this.of });
      this.record = 'kept';
    } catch (error) {
      this.record = error instanceof Problem ? error : new Problem(0, 'failed', String(error));
    }
    // What the answer names may be newer than what is here.
    await house.changed();
  }
}
