// Keeps the kiosk's own files, so that it starts without a network. What the server says is never kept here: the bundle
// is the kiosk's business, which verifies it.
importScripts('files.js');

const { version, files } = self.KIOSK;
const NAME = `kiosk-${version}`;

self.addEventListener('install', (event) => {
  const fresh = files.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)));
});

self.addEventListener('activate', (event) => {
  const drop = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

self.addEventListener('message', ({ data }) => {
  if (data === 'take over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  const path = url.pathname.slice(new URL('./', location.href).pathname.length) || 'index.html';
  if (!files.includes(path)) return;
  const answer = async () => (await (await caches.open(NAME)).match(path)) ?? fetch(event.request);
  event.respondWith(answer());
});
