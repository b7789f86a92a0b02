// A change that somebody asked for.
import { house } from './house.svelte';
import { toasts } from './toasts.svelte';

export class Change {
  /** Whether it is under way. */
  busy = $state(false);

  /**
   * Makes the change, and says what it answers with, or why it was not made; the building is looked at anew either way.
   * Answers whether it was made.
   */
  async make(change: () => Promise<string>): Promise<boolean> {
    this.busy = true;
    try {
      const said = await change();
      await house.changed();
      toasts.add(said);
      return true;
    } catch (error) {
      toasts.failed(error);
      await house.changed();
      return false;
    } finally {
      this.busy = false;
    }
  }
}
