// Who is signed in.
import { Problem, ask, onSignedOut, useToken } from './api';

export type Role = 'owner' | 'manager' | 'guard' | 'resident';

export interface Session {
  csrfToken: string;
  account: string;
  role: Role;
  /** None for owners, who choose one. */
  building?: string;
  resident?: string;
}

type State = { kind: 'unknown' } | { kind: 'unreachable' } | { kind: 'out' } | { kind: 'in'; session: Session };

class Signing {
  state = $state.raw<State>({ kind: 'unknown' });

  constructor() {
    onSignedOut(() => (this.state = { kind: 'out' }));
  }

  /** Finds out whether somebody is signed in already. */
  async look() {
    try {
      this.#begin(await ask<Session>('GET', '/session'));
    } catch (error) {
      this.state = { kind: error instanceof Problem && error.status === 401 ? 'out' : 'unreachable' };
    }
  }

  async signIn(building: string, email: string, password: string) {
    const body = building === '' ? { email, password } : { building, email, password };
    this.#begin(await ask<Session>('POST', '/session', { body }));
  }

  async signOut() {
    await ask('DELETE', '/session');
    this.state = { kind: 'out' };
  }

  #begin(session: Session) {
    useToken(session.csrfToken);
    this.state = { kind: 'in', session };
  }
}

export const signing = new Signing();
