// Light, dark, or as the device is: the tokens of app.css follow `color-scheme`. For those who work outside at night, dark
// unless they have chosen light.

export type Theme = 'auto' | 'light' | 'dark';
const KEPT = 'vestibule.theme';

class Appearance {
  #theme = $state<Theme>((localStorage.getItem(KEPT) as Theme | null) ?? 'auto');
  #night = false;

  constructor() {
    this.#show();
  }

  get theme() {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    localStorage.setItem(KEPT, theme);
    this.#show();
  }

  set night(night: boolean) {
    this.#night = night;
    this.#show();
  }

  #show() {
    document.documentElement.dataset.theme = this.#theme === 'auto' && this.#night ? 'dark' : this.#theme;
  }
}

export const appearance = new Appearance();
