// Keeps the pages of phones, so that they open without a network. What the server says of a building is kept by the pages
// themselves (lib/kept.ts), which know how old it is.
const worker = self as unknown as ServiceWorkerGlobalScope;

/** Written by the build: the files of these faces, and a name that changes with them. */
declare const __KEPT__: { version: string; files: string[] };
const { version, files } = __KEPT__;
const NAME = `vestibule-pages-${version}`;
/** How long to wait for the newest page before the one that is kept is shown. */
const PATIENCE = 3_000;

worker.addEventListener('install', (event) => {
  const fresh = files.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)));
});

worker.addEventListener('activate', (event) => {
  const drop = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith('vestibule-pages-') && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(drop());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !files.includes(pathname)) return;
  event.respondWith(request.mode === 'navigate' ? newest(request) : kept(request));
});

/** A file whose name changes with what is in it. */
async function kept(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: NAME, ignoreVary: true })) ?? fetch(request);
}

async function newest(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) return answer;
  } catch {
    // There is no network, or hardly one.
  }
  return kept(request);
}
