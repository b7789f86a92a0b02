// Which page is shown: what follows the # of the address, so that any server of files will do.

class Router {
  /** The parts of the path: `#/residents/lena` has two. */
  parts = $state.raw<string[]>(partsOf(location.hash));

  constructor() {
    addEventListener('hashchange', () => (this.parts = partsOf(location.hash)));
  }

  go(path: string) {
    location.hash = path;
  }
}

function partsOf(hash: string): string[] {
  return hash.replace(/^#?\/?/, '').split('/').filter(Boolean).map(decoded);
}

/** A part that is no encoding of anything, as in an address cut short, stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const router = new Router();
