// What the portal costs a browser: node tests/bench.js SERVER PAGES
//
// The largest paint of each face's first page on a CPU slowed four times, with nothing kept from before; 3,000 residents and a
// board of 2,000 permits, searched key by key; the board scrolled while somebody types. Times are this machine's, and another
// program on it is in them: beside each stands what the browser needs for the same thing done by hand, in the same run. For a
// paint that is the finished page as plain HTML, for a key the rows of its answer put in as they are, for scrolling the same
// board at rest. A key is typed in several rounds, of which the quickest counts.
import { cpus, loadavg } from 'node:os';
import { closeChromium } from './chromium.js';
import { DAY, mapleCourt, wall } from './document.js';
import { DESK, PHONE, within } from './lab.js';

const SLOWER = 4;
const LOADS = 5;
const ROUNDS = 3;
const RESIDENTS = 3_000;
const PERMITS = 2_000;
const FRAME = 1000 / 60;
const LARGEST_PAINT = 1_500;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ms = (number) => `${number.toFixed(1)} ms`;
const told = (numbers) => `${ms(median(numbers))} (worst ${ms(Math.max(...numbers))})`;

/** Says how long something took, by hand too, and whether that is what it is to be. */
function report(what, times, byHand, goal, more = '') {
  const [ours, floor] = [median(times), median(byHand)];
  const met = ours <= goal ? 'met' : 'MISSED';
  console.log(`${what}: ${told(times)}; by hand ${ms(floor)}, ratio ${(ours / floor).toFixed(1)}; goal ${ms(goal)}: ${met}${more}`);
}

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

const [{ model }] = cpus();
console.log(`${model.trim()}, ${cpus().length} cores, busy with ${loadavg()[0].toFixed(1)} programs`);

await within(undefined, async (lab) => {
  for (const [role, viewport] of [['manager', DESK], ['guard', PHONE], ['resident', PHONE]]) {
    const [paints, plain] = [[], []];
    for (let load = 0; load < LOADS; load += 1) {
      const page = await lab.page(role, { viewport, before: slowed });
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle').catch(() => {});
      paints.push(await largestPaint(page));
      const html = await page.evaluate(asPlainHtml);
      await page.context().close();
      const byHand = await lab.page(undefined, { viewport, before: async (page) => {
        await slowed(page);
        await page.route('/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
      } });
      plain.push(await largestPaint(byHand));
      await byHand.context().close();
    }
    report(`largest paint of the ${role}'s first page, CPU slowed ${SLOWER} times`, paints, plain, LARGEST_PAINT);
  }
});

await within(undefined, async (lab) => {
  const residents = await lab.page('manager', { at: '/#/residents' });
  await residents.locator('.resident').first().waitFor();
  reportKeys(`from a key to its drawn answer, of ${RESIDENTS} residents`, await keys(residents, ['lena', 'tremblay wei', '2711', 'res 29', 'r42@', 'zzz']));
  await residents.context().close();

  const board = await lab.page('manager');
  await board.locator('.permit').first().waitFor();
  reportKeys(`from a key to its drawn answer, of ${PERMITS} permits`, await keys(board, ['m 103', 'hoffm', '1208', 'jonas', 'zzz']));

  await board.getByRole('searchbox').fill('');
  await board.locator('.permit').nth(15).waitFor({ state: 'attached' });
  await board.evaluate(watchFrames);
  await board.waitForTimeout(1_000);
  const atRest = await board.evaluate(takeFrames);
  const typed = 'm 10999';
  await board.getByRole('searchbox').focus();
  const typing = board.keyboard.type(typed, { delay: 50 });
  for (let turn = 0; turn < 60; turn += 1) await board.mouse.wheel(0, 400);
  await typing;
  const frames = await board.evaluate(takeFrames);
  const lost = typed.length - (await board.getByRole('searchbox').inputValue()).length;
  report(`from frame to frame, ${PERMITS} permits scrolled while somebody types`, frames, atRest, 2 * FRAME, `; of ${typed.length} keys ${lost} lost`);
}, { document: large() });
await closeChromium();

/** The quickest round of each key. */
async function keys(page, queries) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await page.evaluate(search, queries));
  const quickest = (of) => rounds[0][of].map((_, key) => Math.min(...rounds.map((round) => round[of][key])));
  return { times: quickest('times'), byHand: quickest('byHand') };
}

function reportKeys(what, { times, byHand }) {
  report(what, times, byHand, FRAME, `; ${times.filter((time) => time <= FRAME).length} of ${times.length} keys within a frame`);
}

/** The page as it is, for a browser to draw without running anything. */
function asPlainHtml() {
  const copy = document.documentElement.cloneNode(true);
  for (const script of copy.querySelectorAll('script, link[rel=modulepreload]')) script.remove();
  return `<!doctype html>${copy.outerHTML}`;
}

/**
 * Types queries letter by letter; for each key the time until its results are in the page and laid out, and how long that
 * takes when the same rows are put in by hand.
 */
async function search(queries) {
  const [field, main] = [document.querySelector('input[type=search]'), document.querySelector('main')];
  const frame = () => new Promise((begun) => requestAnimationFrame(() => setTimeout(begun)));
  const [times, answers, byHand] = [[], [], []];
  for (const query of queries) {
    for (let length = 1; length <= query.length; length += 1) {
      await frame();
      const from = performance.now();
      field.value = query.slice(0, length);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // What follows from it is drawn in microtasks, before anything else happens.
      await new Promise((after) => queueMicrotask(() => queueMicrotask(after)));
      main.getBoundingClientRect();
      times.push(performance.now() - from);
      answers.push(document.querySelector('ul.growing')?.outerHTML ?? '');
    }
  }
  const sheet = document.createElement('div');
  sheet.style.cssText = 'position: fixed; inset: 0; overflow: hidden; background: white';
  main.append(sheet);
  for (const answer of answers) {
    await frame();
    const from = performance.now();
    sheet.innerHTML = answer;
    sheet.getBoundingClientRect();
    byHand.push(performance.now() - from);
  }
  sheet.remove();
  return { times, byHand };
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

/** What was noted, which begins anew. */
function takeFrames() {
  const noted = globalThis.frameTimes;
  globalThis.frameTimes = [];
  return noted;
}
