// The board turns over at the building's midnight, without a reload, whatever the clocks do that day (SPEC 1.4, 8).
import assert from 'node:assert/strict';
import { mapleCourt } from './document.js';
import { flow, until } from './lab.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const dayAfter = (date) => new Date(Date.parse(`${date}T00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);

/** Maple Court in a zone, with one booking on each of three days, the first of which is that of an evening. */
function building(zone, evening) {
  const court = mapleCourt();
  const [example] = court.bookings;
  const first = evening.slice(0, 10);
  const days = [['WAS 001', first], ['NOW 001', dayAfter(first)], ['NXT 001', dayAfter(dayAfter(first))]];
  const bookings = days.map(([plate, day], index) => ({
    ...example, id: `b${index}`, start: `${day}T10:00`, end: `${day}T12:00`, createdAt: '2020-01-01T00:00:00Z', vehicle: { plate },
  }));
  return { ...court, building: { ...court.building, zone }, bookings, checkIns: [], guestInvites: [] };
}

/** The page's clock is the test's: the server does not say what time it is. */
const at = (time) => async (page) => {
  await page.clock.install({ time });
  await page.route(/\/api\/v1\/(?!.*\/live)/, async (route) => {
    const response = await route.fetch();
    const { date: _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
};

const board = async (page) => {
  const tabs = await page.getByRole('tab').allInnerTexts();
  return [await page.locator('.permit .plate').allTextContents(), ...tabs.map((text) => text.replace(/\s+/g, ' '))];
};

for (const [what, zone, evening, hours] of [
  ['at midnight', 'America/Toronto', '2026-05-14T23:59:30-04:00', 24],
  ['after a day of 25 hours', 'America/Toronto', '2026-10-31T23:59:30-04:00', 25],
  ['after a day of 23 hours', 'America/Toronto', '2026-03-07T23:59:30-05:00', 23],
  ['after a day that begins at one', 'America/Santiago', '2026-09-05T23:59:30-04:00', 23],
]) {
  flow(`the board turns over ${what}, without a reload`, async (lab) => {
    const page = await lab.page('manager', { before: at(Date.parse(evening)) });
    const turns = async (milliseconds, expected) => {
      await page.clock.fastForward(milliseconds);
      await until(async () => assert.deepEqual(await board(page), expected));
    };
    await turns(0, [['WAS 001'], 'Today 1', 'Upcoming 2', 'Past 0']);
    const tomorrow = [['NOW 001'], 'Today 1', 'Upcoming 1', 'Past 1'];
    await turns(60 * SECOND, tomorrow);
    // Half a minute before its end it is still that day.
    await turns(hours * HOUR - 60 * SECOND, tomorrow);
    assert.equal(await page.locator('[data-status]').getAttribute('data-status'), 'expired');
    await turns(60 * SECOND, [['NXT 001'], 'Today 1', 'Upcoming 0', 'Past 2']);
  }, { document: building(zone, evening) });
}
