// Light, dark, or as the device is: the tokens of app.css follow `color-scheme`.

export type Theme = 'auto' | 'light' | 'dark';
const KEPT = 'vestibule.theme';

class Appearance {
  #theme = $state<Theme>((localStorage.getItem(KEPT) as Theme | null) ?? 'auto');

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

  #show() {
    document.documentElement.dataset.theme = this.#theme;
  }
}

export const appearance = new Appearance();
