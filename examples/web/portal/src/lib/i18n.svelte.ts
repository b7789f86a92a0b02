// Words in the reader's language. Each folder has its own `words.ts`, so that a page fetches no words but its own.
import type { Language } from '@vestibule/rules';

const KEPT = 'vestibule.language';

function initial(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'fr') return kept;
  return navigator.language.startsWith('fr') ? 'fr' : 'en';
}

class Locale {
  #language = $state<Language>(initial());

  get language() {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
    localStorage.setItem(KEPT, language);
  }

  /** How dates and numbers are written. */
  get tag() {
    return this.#language === 'fr' ? 'fr-CA' : 'en-CA';
  }
}

export const locale = new Locale();

/** The words of a folder in the language that is chosen. */
export const say = <W>(words: Record<Language, W>): W => words[locale.language];
