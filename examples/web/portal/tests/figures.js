// The figures of guest parking: what is counted, and that it can be read as well as looked at.
import assert from 'node:assert/strict';
import { DAY, day, instant, mapleCourt, wall } from './document.js';
import { flow, until } from './lab.js';

const figure = (page, name) => page.getByRole('figure', { name });
const rows = async (plot) => Object.fromEntries(await plot.locator('tbody tr').evaluateAll((all) =>
  all.map((row) => [row.querySelector('th').innerText, Number(row.querySelector('td').innerText)])));

const counted = mapleCourt();
const [example] = counted.bookings;
const booked = (id, from, to, more) => ({ ...example, id, start: wall(from), end: wall(to), vehicle: { plate: id }, ...more });
counted.bookings = [
  // Two at once yesterday; a third takes over the space of the first.
  booked('y1', -DAY - 120, -DAY - 60), booked('y2', -DAY - 90, -DAY), booked('y3', -DAY - 60, -DAY - 30),
  booked('over-night', -3 * DAY, -2 * DAY, { suite: 's-101', holder: { resident: 'amir' } }),
  booked('never', -DAY - 100, -DAY - 50, { approval: 'rejected' }),
  booked('long-ago', -40 * DAY, -40 * DAY + 60),
];
counted.checkIns = [
  { id: 'c1', at: instant(-DAY - 110), by: 'guest', booking: 'y1' },
  { id: 'c2', at: instant(-DAY - 80), by: 'guest', booking: 'y2' },
  { id: 'c-old', at: instant(-40 * DAY), by: 'guest', booking: 'long-ago' },
];

flow('occupancy, check-ins by hour and busiest suites are drawn, and stand in a table', async (lab) => {
  const page = await lab.page('manager', { at: '/#/figures' });
  const occupancy = figure(page, 'Visitor parking: spaces taken at once');
  await occupancy.getByText('At most 2 of 6 spaces were taken at once; 0 days were full.').waitFor();
  const label = (days) => new Intl.DateTimeFormat('en-CA', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(Date.parse(day(days)));
  const spaces = await rows(occupancy);
  assert.equal(Object.keys(spaces).length, 30);
  assert.deepEqual([-3, -2, -1, 0].map((days) => spaces[label(days)]), [1, 1, 2, 0]);
  const byHour = await rows(figure(page, 'Check-ins by hour'));
  assert.equal(Object.values(byHour).reduce((sum, count) => sum + count), 2);
  assert.ok(byHour[`${wall(-DAY - 110).slice(11, 13)}:00`] >= 1);
  const suites = figure(page, 'Busiest suites');
  await suites.getByText('Suite 1208 had the most: 3 bookings.').waitFor();
  assert.deepEqual(await rows(suites), { 101: 1, 1208: 3 });
  const heights = await suites.locator('rect').evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))));
  assert.equal(heights[0], 100);
  // What happens meanwhile is counted at once.
  const api = await lab.api('manager');
  const made = await api('POST', '/bookings', { ...example, id: undefined, approval: undefined, createdAt: undefined, holder: { resident: 'amir' }, suite: 's-101', start: wall(5), end: wall(120), vehicle: { plate: 'NOW 1' } });
  assert.equal(made.status(), 201);
  await until(async () => assert.equal((await rows(occupancy))[label(0)], 1));
}, { document: counted });

flow('where nothing happened yet it is said what will be counted', async (lab) => {
  const page = await lab.page('manager', { at: '/#/figures' });
  await page.getByText('Nobody has checked in yet').waitFor();
  await page.getByText('No resident has booked yet').waitFor();
}, { document: { ...mapleCourt(), bookings: [], checkIns: [] } });
