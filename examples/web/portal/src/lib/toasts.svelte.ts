// What has just happened, said once, and read out by screen readers.
import { Problem } from './api';
import { say } from './i18n.svelte';
import words from './words';

export interface Toast {
  id: number;
  text: string;
  kind: 'good' | 'warn';
}

const SHOWN_FOR = 7_000;

class Toasts {
  all = $state.raw<Toast[]>([]);
  #next = 0;

  add(text: string, kind: Toast['kind'] = 'good') {
    const toast = { id: this.#next++, text, kind };
    this.all = [...this.all.slice(-2), toast];
    setTimeout(() => this.remove(toast.id), SHOWN_FOR);
  }

  remove(id: number) {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  /** Says why something was not done. */
  failed(error: unknown) {
    const problem = error instanceof Problem ? error : new Problem(0, 'failed', String(error));
    this.add(say(words).problem(problem), 'warn');
  }
}

export const toasts = new Toasts();
