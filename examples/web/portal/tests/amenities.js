// Amenities, as a manager makes and watches them (SPEC 4.1).
import assert from 'node:assert/strict';
import { day } from './document.js';
import { flow, mainFlow, until } from './lab.js';

const open = async (lab, at = '/#/amenities') => {
  const page = await lab.page('manager', { at });
  await page.locator('main h1').first().waitFor();
  return page;
};
const fault = (page, text) => page.locator('.fault').getByText(text);

mainFlow('guest parking is made with every rule, and changed', async (lab) => {
  const page = await open(lab);
  await page.getByRole('link', { name: 'Add guest parking' }).click();
  const label = (text) => page.getByLabel(text, { exact: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await fault(page, 'This is needed.').first().waitFor();
  await label('Name').fill('Courtyard');
  await label('Spaces').fill('4');
  await label('Approval').selectOption('manual');
  await label('Model').check();
  await page.getByRole('switch', { name: 'Around the clock, every day' }).click();
  const hours = page.getByRole('group', { name: 'Hours 1', exact: true });
  await hours.getByLabel('Saturday').check();
  await hours.getByLabel('Opens at').fill('18:00');
  await hours.getByLabel('Closes at').fill('02:00');
  await hours.getByText('Runs past midnight into the next day.').waitFor();
  await page.getByRole('row', { name: /Tue.*00:00–02:00, 18:00–24:00/ }).waitFor();
  await page.getByRole('row', { name: /Sun.*00:00–02:00$/ }).waitFor();
  await label('Shortest booking, in minutes').fill('30');
  await label('Longest booking, in minutes').fill('600');
  await label('How many days ahead').fill('14');
  await label('Most days in a row').fill('3');
  await page.getByRole('switch', { name: 'Limit how often it is used' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await fault(page, 'This is needed.').waitFor();
  await label('At most').fill('6');
  await label('Counted in').selectOption('days');
  await label('For each').selectOption('resident');
  await label('In each').selectOption('days');
  await label('Days of the rolling period').fill('30');
  await page.getByRole('button', { name: 'Add closed days' }).click();
  await label('First day').fill(day(9));
  await label('Last day').fill(day(8));
  await fault(page, 'This must not be before what it follows.').waitFor();
  await label('Last day').fill(day(10));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Courtyard' }).waitFor();
  const shown = await page.locator('main').innerText();
  for (const text of ['Approved by staff', 'Plate, Model', 'at least 30 min, at most 600 min', 'at most 14 days ahead', 'at most 3 days in a row', '6 days for each resident in each 30 days, rolling']) {
    assert.ok(shown.includes(text), text);
  }
  const api = await lab.api('manager');
  const made = (await (await api('GET', '/amenities')).json()).items.find(({ name }) => name === 'Courtyard');
  assert.deepEqual(made.quota, { per: 'resident', limit: 6, unit: 'days', period: { days: 30 } });
  assert.deepEqual(made.blackouts, [{ from: day(9), to: day(10) }]);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Longest booking, in minutes').fill('');
  await page.getByRole('switch', { name: 'Limit how often it is used' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Courtyard' }).waitFor();
  await until(async () => {
    const changed = await (await api('GET', `/amenities/${made.id}`)).json();
    assert.deepEqual([changed.minMinutes, changed.maxMinutes, changed.quota], [30, undefined, undefined]);
  });
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Remove' }).last().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('heading', { name: 'Amenities' }).waitFor();
  await until(async () => assert.equal(await page.getByText('Courtyard').count(), 0));
});

flow('what bookings refer to is not removed', async (lab) => {
  const page = await open(lab, '/#/amenities/roof/edit');
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Something else still refers to it.').waitFor();
});

flow('a month shows how full each day is, live', async (lab) => {
  const page = await open(lab, '/#/amenities/visitor');
  const used = (date) => page.locator(`[data-date="${date}"]`).getAttribute('data-used');
  // Held at once today: the two that overlap at noon, then the visitor's and those that follow.
  const before = Number(await used(day(0)));
  assert.ok(before >= 3 && before <= 6, `${before}`);
  const api = await lab.api('manager');
  for (const id of ['active', 'in-use', 'later', 'visitor', 'no-plate']) await api('POST', `/bookings/${id}/cancel`);
  await until(async () => assert.ok(Number(await used(day(0))) < before));
  const title = page.getByRole('status').getByText(/\d{4}$/);
  const shown = await title.innerText();
  await page.getByRole('button', { name: 'Month after' }).click();
  await until(async () => assert.notEqual(await title.innerText(), shown));
});
