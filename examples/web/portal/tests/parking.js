// Dashboard › Guest Parking, as managers and guards use it (SPEC 4 to 8).
import assert from 'node:assert/strict';
import { flow, mainFlow, until } from './lab.js';
import { mapleCourt, wall } from './document.js';

/** The guard's page of permits. */
const PERMITS = '/#/permits';
const row = (page, plate) => page.locator('.permit').filter({ hasText: plate });
const status = (page, plate) => row(page, plate).locator('[data-status]').getAttribute('data-status');
const plates = (page) => page.locator('.permit .plate').allTextContents();

flow('three tabs show permits with status, timer and check-in', async (lab) => {
  const page = await lab.page('manager');
  await page.getByText('K24 RMP').waitFor();
  assert.deepEqual(await plates(page), ['OLD 555', 'CVZK 318', 'K24 RMP', 'WLK 321', 'BUS 1800', 'No plate yet', 'W61 TGA', 'R07 LUN', 'FLX 4410']);
  assert.equal(await status(page, 'K24 RMP'), 'active');
  assert.equal(await status(page, 'FLX 4410'), 'upcoming');
  assert.equal(await status(page, 'W61 TGA'), 'pendingApproval');
  assert.equal(await status(page, 'OLD 555'), 'expired');
  assert.match(await row(page, 'CVZK 318').innerText(), /Checked in/);
  assert.match(await row(page, 'K24 RMP').innerText(), /Lena Hoffmann\s+Suite 1208/);
  assert.match(await row(page, 'K24 RMP').innerText(), /Not checked in/);
  assert.match(await row(page, 'WLK 321').innerText(), /Sam O'Brien[\s\S]*Walk-in/);
  assert.equal(await row(page, 'WLK 321').locator('.timer').count(), 0);
  const timer = () => row(page, 'CVZK 318').locator('.timer').innerText();
  const before = await timer();
  assert.match(before, /^\d+:\d\d left$/);
  await until(async () => assert.notEqual(await timer(), before));
  await page.getByText('3 of 6 spaces taken now').waitFor();
  await page.getByRole('tab', { name: 'Upcoming 1' }).click();
  await until(async () => assert.deepEqual(await plates(page), ['NXT 001']));
  await page.getByRole('tab', { name: 'Past 1' }).click();
  await until(async () => assert.deepEqual(await plates(page), ['PST 777']));
});

flow('a row opens to show everything', async (lab) => {
  const page = await lab.page('manager');
  await row(page, 'K24 RMP').getByRole('button', { expanded: false }).first().click();
  const details = await row(page, 'K24 RMP').locator('.details').innerText();
  for (const text of ['Jonas Weber', 'Lena Hoffmann', 'Visitor parking', 'Honda', 'approved', 'active']) assert.ok(details.includes(text), text);
  await row(page, 'CVZK 318').getByRole('button', { expanded: false }).first().click();
  assert.match(await row(page, 'CVZK 318').locator('.details').innerText(), /by the guest/);
});

flow('permits are searched by plate, resident, guest and suite', async (lab) => {
  const page = await lab.page('guard', { at: PERMITS });
  const search = page.getByRole('searchbox');
  for (const [query, expected] of [['k24r', ['K24 RMP']], ['jonas', ['K24 RMP']], ['bore', ['CVZK 318']], ['101', ['W61 TGA']], ['zzz', []]]) {
    await search.fill(query);
    await until(async () => assert.deepEqual(await plates(page), expected));
  }
  await page.getByText('No permit matches.').waitFor();
  await search.fill('');
  await page.getByRole('tab', { name: /Today/ }).waitFor();
});

mainFlow('a manager approves, rejects, cancels and checks in; another sees it', async (lab) => {
  const page = await lab.page('manager');
  const guard = await lab.page('guard', { at: PERMITS });
  await guard.getByText('K24 RMP').waitFor();
  await row(page, 'W61 TGA').getByRole('button', { name: 'Approve' }).click();
  await until(async () => assert.equal(await status(page, 'W61 TGA'), 'upcoming'));
  await until(async () => assert.equal(await status(guard, 'W61 TGA'), 'upcoming'));
  // The only space is taken now: said before anyone asks the server.
  await row(page, 'R07 LUN').getByText('It cannot be approved').waitFor();
  assert.ok(await row(page, 'R07 LUN').getByRole('button', { name: 'Approve' }).isDisabled());
  await row(guard, 'R07 LUN').getByRole('button', { name: 'Reject' }).click();
  await guard.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await until(async () => assert.equal(await row(page, 'R07 LUN').count(), 0));
  await row(page, 'FLX 4410').getByRole('button', { name: 'Cancel booking' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await until(async () => assert.equal(await row(guard, 'FLX 4410').count(), 0));
  await row(guard, 'No plate yet').getByRole('button', { name: 'Check in' }).click();
  await guard.getByLabel('Plate', { exact: true }).fill('SEEN 42');
  await guard.getByRole('dialog').getByRole('button', { name: 'Check in' }).click();
  await row(page, 'SEEN 42').getByText('Checked in').waitFor();
  assert.equal(await row(guard, 'K24 RMP').getByRole('button', { name: 'Cancel booking' }).count(), 0);
});

flow('two approve the last space at once: one of them is told', async (lab) => {
  const [manager, guard] = await Promise.all([lab.api('manager'), lab.api('guard')]);
  const answers = await Promise.all([manager('POST', '/bookings/waiting/approve'), guard('POST', '/bookings/waiting-too/approve')]);
  assert.deepEqual(answers.map((answer) => answer.status()).sort(), [200, 409]);
});

mainFlow('staff book for an other visitor, and are told at once what is not possible', async (lab) => {
  const page = await lab.page('manager');
  await page.getByRole('button', { name: 'Book parking for other visitor' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Book', exact: true }).click();
  await dialog.getByText('Plate is needed.').waitFor();
  await dialog.getByLabel('Until').fill(wall(10));
  await dialog.getByLabel('From').fill(wall(60));
  await dialog.getByText('The end must be after the start.').waitFor();
  await dialog.getByLabel('Until').fill(wall(70));
  await dialog.getByText('That is too short. Book at least 30 minutes.').waitFor();
  await dialog.getByLabel('Plate', { exact: true }).fill('K24 RMP');
  await dialog.getByText('This car is booked for that time already.').waitFor();
  await dialog.getByLabel('Plate', { exact: true }).fill('NEW 808');
  await dialog.getByLabel('Until').fill(wall(200));
  await dialog.getByText('It can be booked as it is.').waitFor();
  await dialog.getByLabel('Name of the visitor').fill('Courier');
  await dialog.getByRole('button', { name: 'Book', exact: true }).click();
  await row(page, 'NEW 808').getByText('Mo Adeyemi').waitFor();
});

mainFlow('the settings say what requiring a booking means, and are kept', async (lab) => {
  const page = await lab.page('manager');
  await page.getByRole('button', { name: 'Parking settings' }).click();
  await page.getByText('may enter the details of their car').waitFor();
  await page.getByRole('switch', { name: 'Require a booking for check-in' }).click();
  await page.getByText('a guest without a booking is told so').waitFor();
  await page.getByLabel('Minutes of grace after the end').fill('20');
  await page.getByLabel('Make', { exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  const api = await lab.api('manager');
  const settings = await (await api('GET', '/settings')).json();
  assert.equal(settings.requireBookingForCheckIn, true);
  assert.equal(settings.graceMinutes, 20);
  assert.deepEqual(settings.walkInFields, ['plate', 'make']);
});

flow('without a manager in the management suite there is no shortcut, and an empty board says what comes', async (lab) => {
  const page = await lab.page('manager');
  await page.getByText('Nobody is expected today').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Book parking for other visitor' }).count(), 0);
}, { document: { ...mapleCourt(), managers: [], bookings: [], checkIns: [] } });

const many = mapleCourt();
many.amenities[0].capacity = 5000;
many.bookings = Array.from({ length: 2000 }, (_, index) => ({ ...many.bookings[0], id: `m${index}`, vehicle: { plate: `M ${1000 + index}` } }));
many.checkIns = [];

flow('a board of 2,000 permits loses no key while it scrolls', async (lab) => {
  const page = await lab.page('manager');
  await page.locator('.permit').first().waitFor();
  for (let scroll = 0; scroll < 12; scroll += 1) await page.mouse.wheel(0, 3000);
  await page.getByRole('searchbox').click();
  await page.keyboard.type('m 2345', { delay: 0 });
  assert.equal(await page.getByRole('searchbox').inputValue(), 'm 2345');
  await until(async () => assert.deepEqual(await plates(page), ['M 2345']));
}, { document: many });
