// The intercom, as a manager sets it up (SPEC 7.2, 7.3).
import assert from 'node:assert/strict';
import { day, mapleCourt } from './document.js';
import { flow, mainFlow, until } from './lab.js';

const open = async (lab) => {
  const page = await lab.page('manager', { at: '/#/intercom' });
  await page.getByRole('heading', { name: 'Intercom' }).waitFor();
  return page;
};
const contact = (page, name) => page.locator('.contact').filter({ hasText: name });

mainFlow('a contact with hours over midnight is added; now it is said whether visitors see it, and why', async (lab) => {
  const page = await open(lab);
  await page.getByText('“Call management” is shown, and calls Management office.').waitFor();
  await contact(page, 'Management office').getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Can be called now').waitFor();
  await dialog.getByRole('button', { name: 'Add a date' }).click();
  await dialog.getByLabel('Date', { exact: true }).fill(day(0));
  await dialog.getByText('Not visible now: today it is closed.').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await contact(page, 'Management office').getByText('Not visible now: today it is closed.').waitFor();
  await page.getByText('A visitor does not see “Call management”').waitFor();

  await page.getByRole('button', { name: 'Add a contact' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('A name is needed.').waitFor();
  await dialog.getByLabel('Name').fill('Night porter');
  await dialog.getByLabel('Number').fill('+14165550111');
  await dialog.getByRole('switch', { name: 'Around the clock, every day' }).click();
  const hours = dialog.getByRole('group', { name: 'Hours 1', exact: true });
  await hours.getByLabel('Saturday').check();
  await hours.getByLabel('Sunday').check();
  await hours.getByLabel('Opens at').fill('22:00');
  await hours.getByLabel('Closes at').fill('06:00');
  await hours.getByText('Runs past midnight into the next day.').waitFor();
  // The tests' building is always at noon.
  await dialog.getByText('Not visible now: it is outside its hours.').waitFor();
  await dialog.getByRole('switch', { name: 'In use' }).click();
  await dialog.getByText('Not visible now: it is switched off.').waitFor();
  await dialog.getByRole('switch', { name: 'In use' }).click();
  await hours.getByLabel('Closes at').fill('22:00');
  await hours.getByText('Runs for 24 hours.').waitFor();
  await dialog.getByText('Can be called now').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('“Call management” is shown, and calls Night porter.').waitFor();
  const api = await lab.api('guard');
  assert.ok((await (await api('GET', '/intercom')).json()).calls);
  await contact(page, 'Night porter').getByRole('button', { name: 'Edit' }).click();
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('dialog', { name: 'Remove' }).getByRole('button', { name: 'Remove' }).click();
  await until(async () => assert.equal(await contact(page, 'Night porter').count(), 0));
});

flow('without contacts the page says what that means', async (lab) => {
  const page = await open(lab);
  await page.getByText('There are no contacts yet').waitFor();
}, { document: { ...mapleCourt(), intercomContacts: [] } });
