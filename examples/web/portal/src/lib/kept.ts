// What a phone keeps for when the server cannot be reached: who is signed in, and the building as that role knows it. It
// is kept by the browser beside the session's cookie, and goes when one signs out.
const NAME = 'vestibule-kept';
type Part = 'session' | 'zone' | 'document';

/** Browsers have this storage on HTTPS and localhost only; elsewhere nothing is kept. */
const storage = () => (globalThis.caches ? caches.open(NAME) : undefined);
const address = (part: Part) => `/kept/${part}`;

/** Keeps a part, with what is to be known of it as headers. A full disk only means that it is not kept. */
export async function keep(part: Part, body: BodyInit, headers: Record<string, string> = {}) {
  try {
    await (await storage())?.put(address(part), new Response(body, { headers }));
  } catch {
    await forget();
  }
}

export async function recall(part: Part): Promise<Response | undefined> {
  return (await storage())?.match(address(part));
}

export async function forget() {
  await globalThis.caches?.delete(NAME);
}
