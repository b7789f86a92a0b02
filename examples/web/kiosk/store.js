// What outlasts a reload: the bundle, the outbox, and how often the kiosk was started. A promise here is kept when the
// disk has it, not before.

/** So many entries wait at most; beyond it a check-in does not stand. */
export const MOST_ENTRIES = 2000;
/** With so many waiting, typed codes are not kept any more: the room is for check-ins. */
const ATTEMPTS_UNTIL = 1000;

/** There is no room for another entry. */
export class Full extends Error {}

const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Store {
  #database;

  constructor(database) {
    this.#database = database;
  }

  static async open() {
    const opening = indexedDB.open('vestibule-kiosk', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('kept');
      const outbox = opening.result.createObjectStore('outbox', { keyPath: 'number', autoIncrement: true });
      outbox.createIndex('id', 'id', { unique: true });
    };
    return new Store(await result(opening));
  }

  /** Runs one transaction, and answers once it is on the disk. */
  #write(name, run) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(name, 'readwrite', { durability: 'strict' });
      let answer;
      transaction.oncomplete = () => resolve(answer);
      transaction.onabort = () => reject(transaction.error ?? new Full());
      run(transaction.objectStore(name), (value) => { answer = value; }, transaction);
    });
  }

  #read(name) {
    return this.#database.transaction(name).objectStore(name);
  }

  /**
   * The bundle as `{ bytes, sequence }`, if there is one that was kept under this trust: sequences of another server, whose
   * kiosk this was before it was put together anew, say nothing about this one's.
   */
  async bundle(trust) {
    const kept = await result(this.#read('kept').get('bundle'));
    return kept && (kept.trust ?? trust) === trust ? kept : undefined;
  }

  keepBundle({ bytes, sequence }, trust) {
    return this.#write('kept', (kept) => kept.put({ bytes, sequence, trust }, 'bundle'));
  }

  /** Counts a start, and answers with its number. */
  countStart() {
    return this.#write('kept', (kept, answer) => {
      kept.get('starts').onsuccess = ({ target }) => {
        const starts = (target.result ?? 0) + 1;
        kept.put(starts, 'starts');
        answer(starts);
      };
    });
  }

  /** Keeps an entry; `Full` when there is no room. An attempt that there is no room for is not kept, and that is all. */
  add(entry) {
    return this.#write('outbox', (outbox, _, transaction) => {
      outbox.count().onsuccess = ({ target }) => {
        const attempt = entry.kind === 'codeAttempt';
        if (target.result < (attempt ? ATTEMPTS_UNTIL : MOST_ENTRIES)) outbox.add(entry);
        else if (!attempt) transaction.abort();
      };
    });
  }

  /** Every entry, in order. */
  entries() {
    return result(this.#read('outbox').getAll());
  }

  /**
   * The server has these. A check-in is kept on until a bundle knows of it, the first of which is `knownFrom`; a second
   * guest must not check in to the same booking.
   */
  acknowledge(ids, knownFrom) {
    return this.#write('outbox', (outbox) => {
      for (const id of ids) {
        outbox.index('id').get(id).onsuccess = ({ target }) => {
          const entry = target.result;
          if (entry?.kind === 'checkIn') outbox.put({ ...entry, knownFrom });
          else if (entry) outbox.delete(entry.number);
        };
      }
    });
  }

  /** Drops what a bundle knows of. */
  forget(sequence) {
    return this.#write('outbox', (outbox) => {
      outbox.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (cursor.value.knownFrom <= sequence) cursor.delete();
        cursor.continue();
      };
    });
  }
}
