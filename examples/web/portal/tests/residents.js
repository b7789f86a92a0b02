// People › Residents, as a manager uses it (SPEC 2).
import assert from 'node:assert/strict';
import { day, mapleCourt } from './document.js';
import { flow, mainFlow, until } from './lab.js';

const names = (page) => page.locator('.resident strong').allTextContents();
const open = async (lab, at = '/#/residents') => {
  const page = await lab.page('manager', { at });
  await page.locator('main h1').first().waitFor();
  return page;
};
const fault = (page, text) => page.locator('.fault').getByText(text);
const group = (page, name) => page.getByRole('group', { name, exact: true });

flow('residents are found by any detail, ordered and filtered by tag, without asking the server', async (lab) => {
  const page = await open(lab);
  await until(async () => assert.deepEqual(await names(page), ['Amir Rahimi', 'Chloé Tremblay', "Sam O'Brien", 'Wei Zhang', 'Lena Hoffmann']));
  await lab.server.stop();
  const search = page.getByRole('searchbox');
  for (const [query, expected] of [
    ['lnh0', ['Lena Hoffmann']], ['t-17', ['Lena Hoffmann']], ['cat', ['Lena Hoffmann']], ['studio', ['Chloé Tremblay']], ['obrien', ["Sam O'Brien"]],
    ['5505', ['Wei Zhang']], ['555 1002', ['Amir Rahimi']], ['nobody', []],
  ]) {
    await search.fill(query);
    await until(async () => assert.deepEqual(await names(page), expected, query));
  }
  await page.getByText('No resident matches').waitFor();
  await search.fill('');
  await page.getByLabel('Order by').selectOption('name');
  await until(async () => assert.deepEqual(await names(page), ['Lena Hoffmann', "Sam O'Brien", 'Amir Rahimi', 'Chloé Tremblay', 'Wei Zhang']));
  await page.getByLabel('Tag').selectOption({ label: 'Board' });
  await until(async () => assert.deepEqual(await names(page), ['Lena Hoffmann']));
  await page.getByText('1 of 5 residents').waitFor();
});

mainFlow('a resident is added with everything, told of each mistake as it is typed, and invited', async (lab) => {
  const page = await open(lab);
  await page.getByRole('link', { name: 'Add new resident' }).click();
  await page.getByRole('heading', { name: 'Add new resident' }).waitFor();
  const label = (text) => page.getByLabel(text, { exact: true });
  assert.match(await label('Directory code').inputValue(), /^\d{4}$/);
  assert.equal(await page.locator('.fault').count(), 0);
  await label('E-mail address').fill('ines@');
  await fault(page, 'Give a whole address').waitFor();
  await label('E-mail address').fill('ines@example.org');
  await until(async () => assert.equal(await page.locator('.fault').count(), 0));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await fault(page, 'A first or a last name is needed.').waitFor();
  await fault(page, 'This is needed.').waitFor();
  await label('First name').fill('Inês');
  await label('Last name').fill('Duarte');
  await label('Preferred communication').selectOption('sms');
  await fault(page, 'Text messages need a phone number.').waitFor();
  await label('Phone').first().fill('416 555 01');
  await fault(page, 'ten digits').waitFor();
  await label('Phone').first().fill('416 555 0199');
  await label('Language').selectOption('fr');
  await label('Suite').selectOption({ label: '202' });
  await label('Moves in on').fill(day(10));
  await label('Last day').fill(day(5));
  await fault(page, 'This must not be before the move-in.').waitFor();
  await label('Last day').fill(day(400));
  await label('Directory code').fill('5501');
  await fault(page, 'This code is in use').waitFor();
  await page.getByRole('button', { name: 'Another code' }).click();
  await label('Tags').fill('Board, Night shift');
  await label('Designation').selectOption('owner');
  await page.getByRole('button', { name: 'Add an emergency contact' }).click();
  const contact = group(page, 'Emergency contact 1');
  await contact.getByLabel('Name').fill('Rui Duarte');
  await contact.getByLabel('Phone').fill('+351 912 345 678');
  await page.getByRole('button', { name: 'Assign a space' }).click();
  await label('Space').selectOption({ label: 'Parking P1-07' });
  await fault(page, 'People of another suite hold it.').waitFor();
  await label('Space').selectOption({ label: 'Storage L-12' });
  await page.getByRole('button', { name: 'Pick a door' }).click();
  await label('Door').selectOption({ label: 'Locker room' });
  await page.getByRole('button', { name: 'Add a vehicle' }).click();
  const vehicle = group(page, 'Vehicle 1');
  await vehicle.getByLabel('Car tag').fill('t-17');
  await fault(page, 'Another resident has it.').waitFor();
  await vehicle.getByLabel('Car tag').fill('T-18');
  await vehicle.getByLabel('Plate', { exact: true }).fill('INS 404');
  await vehicle.getByLabel('Year').fill('2021');
  await page.getByRole('textbox', { name: 'Notes' }).fill('Piano on the 3rd');
  await page.getByRole('textbox', { name: 'Pets' }).fill('A parrot');
  await page.getByRole('button', { name: 'Save and onboard' }).click();
  const link = await page.getByRole('dialog').getByLabel('Invitation link').inputValue();
  assert.match(link, /\/welcome#maple-court\./);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'Inês Duarte' }).waitFor();
  await page.getByText('Invited; no password has been chosen yet.').waitFor();
  await page.getByText(/^Access begins .*6:00 a\.m\./).waitFor();
  const shown = await page.locator('main').innerText();
  for (const text of ['ines@example.org', '416 555 0199', 'French', 'Text message', 'Night shift', 'Owner', 'Rui Duarte', 'Storage L-12', 'INS 404', 'T-18', '2021', 'Locker room', 'Piano on the 3rd', 'A parrot']) {
    assert.ok(shown.includes(text), text);
  }
  // The link works: with a password the resident sees a face of their own.
  const theirs = await lab.page(undefined, { at: link.replace(/^https?:\/\/[^/]+/, '') });
  await theirs.locator('input[type=password]').first().fill('a long enough password');
  await theirs.locator('button').first().click();
  await page.getByText('Accepted: a password has been chosen.').waitFor();
});

mainFlow('a profile is edited, and whoever was slower is told so', async (lab) => {
  const page = await open(lab, '/#/residents/wei/edit');
  await page.getByLabel('Tags', { exact: true }).fill('Concierge desk');
  const api = await lab.api('manager');
  const read = await api('GET', '/residents/wei');
  const other = await lab.page('manager', { at: '/#/residents/wei/edit' });
  await other.getByLabel('Last name').fill('Zhang-Li');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByRole('heading', { name: 'Wei Zhang-Li' }).waitFor();
  assert.ok(read.ok());
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Someone else has changed this since you opened it.').waitFor();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Wei Zhang-Li' }).waitFor();
  await page.getByText('Resident changed').waitFor();
  await page.getByText('What changed: lastName').click();
  await page.getByRole('cell', { name: 'Zhang-Li', exact: true }).waitFor();
});

flow('what a visitor will see is shown while the profile is written', async (lab) => {
  const page = await open(lab, '/#/residents/lena/edit');
  const preview = page.getByRole('region', { name: 'What a visitor sees' });
  await preview.locator('[data-screen=nameSearch]').getByText('Lena Hoffmann', { exact: true }).first().waitFor();
  await page.getByLabel('Name shown in place of the legal name').fill('L. H.');
  await until(async () => assert.doesNotMatch(await preview.innerText(), /Hoffmann/));
  await preview.getByText('L. H.').first().waitFor();
  await page.getByRole('switch', { name: 'List on the entry console' }).click();
  await preview.getByText('A visitor who types the whole name finds nobody.').waitFor();
  assert.doesNotMatch(await preview.locator('[data-screen=resident]').innerText(), /L\. H\.|Hoffmann/);
  await page.getByRole('switch', { name: 'List on the entry console' }).click();
  await page.getByLabel('Moves in on').fill(day(3));
  await preview.getByText(/^From .*6:00.* Until then nobody is found\.$/).waitFor();
});

mainFlow('a list comes in with a preview of changes and of bad rows, and goes out as CSV', async (lab) => {
  const page = await open(lab);
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog');
  const file = (text) => dialog.getByLabel('File in CSV').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await file('firstName,lastName,email,residencies\nAda,Brunner,ada@example.org,101\nEve,Bad,eve,999\n');
  await dialog.getByText(/rows are not in order/).waitFor();
  await dialog.getByRole('row', { name: /^3 email .*is not well formed$/ }).waitFor();
  assert.ok(await dialog.getByRole('button', { name: 'Import' }).isDisabled());
  await file('firstName,lastName,email,residencies\nAda,Brunner,ada@example.org,101\nWei,Zhou,wei@example.org,202\n');
  await dialog.getByText('1 new').waitFor();
  await dialog.getByRole('row', { name: /Changed Wei Zhang.*lastName: Zhang → Zhou/ }).waitFor();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await page.getByText('2 residents were changed.').waitFor();
  await until(async () => assert.ok((await names(page)).includes('Ada Brunner') && (await names(page)).includes('Wei Zhou')));
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()]);
  const text = await (await download.createReadStream()).toArray();
  assert.match(Buffer.concat(text).toString(), /Brunner/);
});

const many = mapleCourt();
many.residents = Array.from({ length: 3000 }, (_, index) => ({
  ...many.residents[4], id: `r${index}`, firstName: `Person${index}`, lastName: `Of${index % 97}`, email: `r${index}@example.org`,
  phone: `+1416${String(5_000_000 + index)}`, directoryCode: String(1000 + index),
}));
many.bookings = [];
many.checkIns = [];
many.guestInvites = [];

flow('search in 3,000 residents loses no key', async (lab) => {
  const page = await open(lab);
  await page.getByText('3000 residents').waitFor();
  await page.getByRole('searchbox').click();
  await page.keyboard.type('person2345', { delay: 0 });
  assert.equal(await page.getByRole('searchbox').inputValue(), 'person2345');
  await until(async () => assert.deepEqual(await names(page), ['Person2345 Of17']));
}, { document: many });
