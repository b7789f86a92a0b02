// What the portal costs a browser: node tests/bench.js SERVER PAGES
//
// The largest paint of each face's first page on a CPU slowed four times, with nothing kept from before; a board of 2,000
// permits among 3,000 residents, searched key by key, and scrolled while somebody types. Times are this machine's.
import { closeChromium } from './chromium.js';
import { DAY, mapleCourt, wall } from './document.js';
import { DESK, PHONE, within } from './lab.js';

const SLOWER = 4;
const LOADS = 5;
const RESIDENTS = 3_000;
const PERMITS = 2_000;
const FRAME = 1000 / 60;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ms = (number) => `${number.toFixed(1)} ms`;
const told = (numbers) => `${ms(median(numbers))} (worst ${ms(Math.max(...numbers))})`;

const first = ['Lena', 'Amir', 'Chloé', 'Sam', 'Wei', 'Nadia', 'Tomás', 'Ingrid', 'Kofi', 'Yuki', 'Émile', 'Priya'];
const last = ['Hoffmann', 'Rahimi', 'Tremblay', "O'Brien", 'Zhang', 'Petrov', 'Nguyen', 'Lindqvist', 'Mensah', 'Tanaka', 'Gagnon', 'Patel'];

function large() {
  const small = mapleCourt();
  const [example] = small.residents;
  const suites = Array.from({ length: RESIDENTS / 2 }, (_, index) => ({ id: `n-${index}`, number: String(2000 + index) }));
  const residents = Array.from({ length: RESIDENTS }, (_, index) => ({
    id: `r-${index}`, firstName: first[index % 12], lastName: last[Math.floor(index / 12) % 12], email: `r${index}@example.org`,
    residencies: [{ suite: suites[Math.floor(index / 2)].id }], directoryCode: String(index).padStart(4, '0'), onboarding: 'active',
    vehicles: [{ plate: `RES ${index}` }],
  })).filter(({ directoryCode }) => !small.residents.some((other) => other.directoryCode === directoryCode));
  const bookings = Array.from({ length: PERMITS }, (_, index) => ({
    ...small.bookings[0], id: `m${index}`, holder: { resident: example.id }, start: wall(-60), end: wall(180), vehicle: { plate: `M ${10_000 + index}` },
  }));
  const amenities = [{ ...small.amenities[0], capacity: 5000, maxMinutes: 14 * DAY }, small.amenities[1]];
  return { ...small, suites: [...small.suites, ...suites], residents: [...small.residents, ...residents], amenities, bookings, checkIns: [] };
}

/** When the largest thing of the first page was painted. */
const largestPaint = (page) => page.evaluate(() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
}));

async function slowed(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

await within(undefined, async (lab) => {
  for (const [role, viewport] of [['manager', DESK], ['guard', PHONE], ['resident', PHONE]]) {
    const paints = [];
    for (let load = 0; load < LOADS; load += 1) {
      const page = await lab.page(role, { viewport, before: slowed });
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle').catch(() => {});
      paints.push(await largestPaint(page));
      await page.context().close();
    }
    console.log(`largest paint of the ${role}'s first page, CPU slowed ${SLOWER} times: ${told(paints)}`);
  }
});

await within(undefined, async (lab) => {
  const board = await lab.page('manager');
  await board.locator('.permit').first().waitFor();
  const keys = await board.evaluate(search, ['m 103', 'hoffm', '1208', 'jonas', 'zzz']);
  console.log(`from a key to its permits, of ${PERMITS}: ${told(keys)}; ${keys.filter((time) => time <= FRAME).length} of ${keys.length} keys within a frame`);

  await board.getByRole('searchbox').fill('');
  await board.locator('.permit').nth(30).waitFor({ state: 'attached' });
  await board.evaluate(watchFrames);
  const typed = 'm 10999';
  await board.getByRole('searchbox').focus();
  const typing = board.keyboard.type(typed, { delay: 50 });
  for (let turn = 0; turn < 60; turn += 1) await board.mouse.wheel(0, 400);
  await typing;
  const kept = await board.getByRole('searchbox').inputValue();
  const frames = await board.evaluate(() => globalThis.frameTimes);
  console.log(`a board of ${PERMITS} permits, scrolled while somebody types: from frame to frame ${told(frames)}; of ${typed.length} keys ${typed.length - kept.length} lost`);
}, { document: large() });
await closeChromium();

/** Types queries letter by letter; for each key the time until its results are in the page and laid out. */
async function search(queries) {
  const field = document.querySelector('input[type=search]');
  const times = [];
  for (const query of queries) {
    for (let length = 1; length <= query.length; length += 1) {
      await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
      const from = performance.now();
      field.value = query.slice(0, length);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // What follows from it is drawn in microtasks, before anything else happens.
      await new Promise((after) => queueMicrotask(() => queueMicrotask(after)));
      document.querySelector('main').getBoundingClientRect();
      times.push(performance.now() - from);
    }
  }
  return times;
}

/** Notes how long each frame takes from now on. */
function watchFrames() {
  globalThis.frameTimes = [];
  let before = performance.now();
  const note = () => {
    const now = performance.now();
    globalThis.frameTimes.push(now - before);
    before = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}
