// Who is signed in.
import { Problem, ask, onSignedOut, useToken } from './api';
import * as kept from './kept';
import { toasts } from './toasts.svelte';

export type Role = 'owner' | 'manager' | 'guard' | 'resident';

export interface Session {
  csrfToken: string;
  account: string;
  role: Role;
  /** None for owners, who choose one. */
  building?: string;
  resident?: string;
}

/** Who carries the pages about, and needs them where there is no network. */
export const isOnPhone = (role: Role) => role === 'guard' || role === 'resident';

type State = { kind: 'unknown' } | { kind: 'unreachable' } | { kind: 'out' } | { kind: 'in'; session: Session };

class Signing {
  state = $state.raw<State>({ kind: 'unknown' });

  constructor() {
    onSignedOut(() => this.#end());
  }

  /** Finds out whether somebody is signed in already. */
  async look() {
    try {
      await this.#begin(await ask<Session>('GET', '/session'));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return this.#end();
      const session = await kept.recall('session');
      if (session) await this.#begin((await session.json()) as Session);
      else this.state = { kind: 'unreachable' };
    }
  }

  async signIn(building: string, email: string, password: string) {
    const body = building === '' ? { email, password } : { building, email, password };
    const session = await ask<Session>('POST', '/session', { body });
    await kept.forget();
    await this.#begin(session);
  }

  async signOut() {
    try {
      await ask('DELETE', '/session');
      await this.#end();
    } catch (error) {
      toasts.failed(error);
    }
  }

  async #end() {
    this.state = { kind: 'out' };
    await kept.forget();
  }

  async #begin(session: Session) {
    useToken(session.csrfToken);
    if (isOnPhone(session.role)) await kept.keep('session', JSON.stringify(session));
    this.state = { kind: 'in', session };
  }
}

export const signing = new Signing();
