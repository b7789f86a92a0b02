// Whether the pages can be installed as an app: the browser says so once, at any time after the first page.

/** What Chromium offers; others have an entry in their own menu. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

class Installing {
  #offer = $state.raw<InstallEvent>();

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#offer = event as InstallEvent;
    });
    addEventListener('appinstalled', () => (this.#offer = undefined));
  }

  get offered() {
    return this.#offer !== undefined;
  }

  async ask() {
    await this.#offer?.prompt();
    this.#offer = undefined;
  }
}

export const installing = new Installing();

/** Has the browser keep the pages of phones, so that they open without a network. */
export function keepPages() {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js');
}
