// A record being written: read as it is, then created, replaced or removed, unless somebody else was faster.
import { ask, send } from './api';
import { Change } from './change.svelte';
import { house } from './house.svelte';

export class Editing<R extends { id: string }> {
  #change = new Change();
  #etag = '';

  /** `list` is the path of the records below the building's; without an id the record is new. */
  constructor(
    readonly list: string,
    readonly id: string | undefined,
  ) {}

  get busy() {
    return this.#change.busy;
  }

  get #at() {
    return house.at(this.id === undefined ? this.list : `${this.list}/${encodeURIComponent(this.id)}`);
  }

  /** The record as it is; none when it is new. */
  async read(): Promise<R | undefined> {
    if (this.id === undefined) return undefined;
    const answer = await send<R>('GET', this.#at);
    this.#etag = answer?.etag ?? '';
    return answer?.value;
  }

  /** Answers with the record's id, which the server gives to a new one; with nothing when it was not kept. */
  async save(record: { id?: string }, said: string): Promise<string | undefined> {
    let saved = this.id;
    const made = await this.#change.make(async () => {
      const { id: _, ...body } = record;
      if (this.id === undefined) saved = (await ask<R>('POST', this.#at, { body })).id;
      else await ask('PUT', this.#at, { body: { ...body, id: this.id }, match: this.#etag });
      return said;
    });
    return made ? saved : undefined;
  }

  /** Answers whether it was removed. */
  remove(said: string): Promise<boolean> {
    return this.#change.make(async () => {
      await ask('DELETE', this.#at, { match: this.#etag });
      return said;
    });
  }
}
