// The resident's page on a phone: booking guest parking, inviting guests, and what the console shows (SPEC 3, 4, 9).
import assert from 'node:assert/strict';
import { PHONE, flow, mainFlow, until } from './lab.js';
import { DAY, day, mapleCourt, wall } from './document.js';

const onPhone = (lab, options) => lab.page('resident', { viewport: PHONE, ...options });
const row = (page, text) => page.locator('.permit').filter({ hasText: text });
const dayCell = (page, days) => page.locator(`[data-value="${day(days)}"] .day`).first();

mainFlow('a resident books guest parking, sees it count down, and cancels it', async (lab) => {
  const page = await onPhone(lab);
  const board = await lab.page('guard', { at: '/#/permits' });
  await board.getByText('K24 RMP').waitFor();
  await page.getByRole('link', { name: 'Book guest parking' }).click();
  await page.getByRole('heading', { name: 'Book guest parking' }).waitFor();
  await page.getByRole('button', { name: '2 h', exact: true }).click();
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByText('Plate is needed.').waitFor();
  await page.getByLabel('Plate', { exact: true }).fill('GST 777');
  await page.getByLabel('Name of your guest').fill('Ada');
  await page.getByText('It can be booked as it is.').waitFor();
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await row(page, 'GST 777').getByText(/starts in \d+:\d\d|left/).waitFor();
  await row(board, 'GST 777').getByText('Lena Hoffmann').waitFor();
  const timer = () => row(page, 'GST 777').locator('.timer').innerText();
  const before = await timer();
  await until(async () => assert.notEqual(await timer(), before));
  await row(page, 'GST 777').getByRole('button', { name: 'Cancel booking' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await row(page, 'GST 777').getByText('Cancelled').waitFor();
  await until(async () => assert.equal(await row(board, 'GST 777').count(), 0));
});

const full = mapleCourt();
full.amenities[0] = { ...full.amenities[0], capacity: 1, maxAdvanceDays: 5, maxMinutes: 6 * 60, blackouts: [{ from: day(3), to: day(3) }] };
// The one space is taken tomorrow for two hours around now, and the day after from its beginning to its end.
full.bookings.push({ ...full.bookings[2], id: 'taken', start: `${day(2)}T00:00`, end: `${day(2)}T23:59` });

flow('the calendar shows which days are free, and everything that is wrong is said in words', async (lab) => {
  const page = await onPhone(lab, { at: '/#/book' });
  await page.getByRole('heading', { name: 'Book guest parking' }).waitFor();
  const states = {};
  for (const days of [1, 2, 3, 4]) {
    // The month of the first of them is shown; what lies in the next one is a page further.
    if (day(days).slice(0, 7) !== day(0).slice(0, 7)) await page.getByRole('button', { name: 'Next month' }).click();
    states[days] = await dayCell(page, days).getAttribute('data-state');
    if (day(days).slice(0, 7) !== day(0).slice(0, 7)) await page.getByRole('button', { name: 'Previous month' }).click();
  }
  assert.deepEqual(states, { 1: 'full', 2: 'full', 3: 'closed', 4: 'free' });
  await page.getByLabel('From').fill(wall(2 * DAY));
  await page.getByLabel('Until').fill(wall(3 * DAY + 60));
  await page.getByText(/That is too long\. Book at most 360 minutes\./).waitFor();
  await page.getByText(/It is closed from .* Choose other days\./).waitFor();
  await page.getByText(/All spaces are taken from .* Choose another time\./).waitFor();
  await page.getByLabel('Until').fill(wall(9 * DAY + 60));
  await page.getByLabel('From').fill(wall(9 * DAY));
  await page.getByText(/too far ahead\. Book at most 5 days ahead\./).waitFor();
  await page.getByLabel('From').fill(wall(-60));
  await page.getByText('That has begun already. Choose a later start.').waitFor();
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByText('Plate is needed.').waitFor();
  assert.equal(await page.getByText('It can be booked as it is.').count(), 0);
}, { document: full });

flow('a day of the calendar is chosen with the keyboard, and a car that was booked before with one touch', async (lab) => {
  const page = await onPhone(lab, { at: '/#/book' });
  await page.locator('.day[data-selected]').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await until(async () => assert.equal((await page.getByLabel('From').inputValue()).slice(0, 10), day(1)));
  await page.getByRole('button', { name: 'K24 RMP' }).click();
  assert.equal(await page.getByLabel('Plate', { exact: true }).inputValue(), 'K24 RMP');
  assert.equal(await page.getByLabel('Make').inputValue(), 'Honda');
});

mainFlow('a resident invites a guest, hands on the code, and takes the invite back', async (lab) => {
  const page = await onPhone(lab, { at: '/#/guests', before: (page) => page.addInitScript(() => {
    // A phone has a sheet for sharing, this browser has none: what would be shared is looked at instead.
    navigator.share = async (what) => { globalThis.sharedWith = what; };
  }) });
  await page.getByText('Ada Brunner').waitFor();
  await page.getByRole('button', { name: 'Invite a guest' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Invite a guest' }).click();
  await dialog.getByText('A name is needed.').waitFor();
  await dialog.getByLabel('Name', { exact: false }).first().fill('Noor Haddad');
  await dialog.getByLabel('Until').fill(wall(-10));
  await dialog.getByText('The end must be after the start.').waitFor();
  await dialog.getByLabel('Until').fill(wall(2 * DAY));
  await dialog.getByRole('button', { name: 'Invite a guest' }).click();
  await page.getByRole('dialog', { name: 'Code of Noor Haddad' }).waitFor();
  const code = await page.locator('.code').innerText();
  assert.match(code, /^\d{6}$/);
  await page.getByRole('button', { name: 'Share' }).click();
  const { text } = await page.evaluate(() => globalThis.sharedWith);
  assert.match(text, new RegExp(`Noor Haddad, your entry code for Maple Court is ${code} `));
  await page.getByRole('button', { name: 'Close' }).click();
  const invite = page.locator('.invite').filter({ hasText: 'Noor Haddad' });
  await invite.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await until(async () => assert.equal(await invite.getAttribute('data-status'), 'revoked'));
  const api = await lab.api('manager');
  const { items } = await (await api('GET', '/guest-invites')).json();
  assert.equal(items.find(({ invite }) => invite.guestName === 'Noor Haddad').status, 'revoked');
});

const restricted = mapleCourt();
restricted.residents[0].guestInvitesRestricted = true;

flow('a restricted resident is told so before asking', async (lab) => {
  const page = await onPhone(lab, { at: '/#/guests' });
  await page.getByRole('button', { name: 'Invite a guest' }).click();
  await page.getByText('The management has paused your guest invites.').waitFor();
}, { document: restricted });

flow('without a network a resident sees what was known, and how old it is', async (lab) => {
  const page = await onPhone(lab);
  await page.getByText('K24 RMP').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await until(async () => assert.ok(await page.evaluate(() => caches.match('/kept/document').then(Boolean))));
  await lab.server.stop();
  await page.reload();
  await page.getByText('It was up to date at').waitFor();
  await page.getByText('K24 RMP').waitFor();
  await page.getByRole('link', { name: 'Guests' }).click();
  await page.getByText('Ada Brunner').waitFor();
});

mainFlow('a resident changes what the console shows, and sees it before', async (lab) => {
  const page = await onPhone(lab, { at: '/#/display' });
  const preview = page.getByRole('region', { name: 'What a visitor sees' });
  await preview.getByText('Lena Hoffmann').first().waitFor();
  await page.getByLabel('Name that is shown').fill('Studio Lena');
  await preview.getByText('Studio Lena').first().waitFor();
  assert.equal(await preview.getByText('Hoffmann').count(), 0);
  await page.getByLabel('Number that is called').fill('12');
  await page.getByText('Give + and 8 to 15 digits').waitFor();
  await page.getByLabel('Number that is called').fill('+1 416 555 0199');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('switch', { name: 'Show me at the console' }).click();
  await preview.getByText('A visitor who types the whole name finds nobody.').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  const api = await lab.api('manager');
  await until(async () => {
    const { display } = await (await api('GET', '/residents/lena')).json();
    assert.equal(display.name, 'Studio Lena');
    assert.equal(display.onEntrySystem, false);
    assert.match(display.callNumber, /416 ?555 ?0199/);
  });
});
