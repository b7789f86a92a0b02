// People › Guests, as a manager uses it (SPEC 9.2 to 9.4).
import assert from 'node:assert/strict';
import { day, instant, mapleCourt, wall } from './document.js';
import { flow, mainFlow, until } from './lab.js';

const open = async (lab) => {
  const page = await lab.page('manager', { at: '/#/guests' });
  await page.getByRole('heading', { name: 'Guests' }).waitFor();
  return page;
};
const guest = (page, name) => page.locator('.guest').filter({ hasText: name });
const guests = (page) => page.locator('.guest strong').allTextContents();

const invite = (id, resident, guestName, more) => ({
  id, resident, guestName, credential: { app: true }, startsAt: wall(-600), endsAt: wall(900), createdBy: 'resident', ...more,
});
const busy = mapleCourt();
busy.guestInvites.push(
  invite('later', 'wei', 'Bruno Costa', { startsAt: wall(300), contact: 'bruno@example.org' }),
  invite('over', 'wei', 'Dana Fox', { endsAt: wall(-30) }),
  invite('gone', 'lena', 'Emil Graf', { revokedAt: instant(-20) }),
  invite('left', 'nora', 'Finn Holt', { createdBy: 'staff' }),
);
busy.residents.push({ ...busy.residents[4], id: 'nora', firstName: 'Nora', lastName: 'Ito', email: 'nora@example.org', phone: '+14165559999', directoryCode: '5599', residencies: [{ suite: 's-202', moveOut: day(-3) }] });

flow('everyone coming and going is listed with what it is worth, and filtered', async (lab) => {
  const page = await open(lab);
  await until(async () => assert.deepEqual(await guests(page), ['Bruno Costa', 'Ada Brunner']));
  assert.match(await guest(page, 'Ada').innerText(), /Active[\s\S]*Guest of Lena Hoffmann[\s\S]*By code 482915 · invited by the resident/);
  assert.match(await guest(page, 'Bruno').innerText(), /Upcoming[\s\S]*By app/);
  const show = page.getByLabel('Show');
  for (const [filter, expected] of [['expired', ['Dana Fox']], ['revoked', ['Emil Graf']], ['stopped', ['Finn Holt']], ['upcoming', ['Bruno Costa']]]) {
    await show.selectOption(filter);
    await until(async () => assert.deepEqual(await guests(page), expected));
  }
  await show.selectOption('all');
  await page.getByRole('searchbox').fill('hoff');
  await until(async () => assert.deepEqual((await guests(page)).sort(), ['Ada Brunner', 'Emil Graf']));
  assert.equal(await guest(page, 'Emil').getByRole('button').count(), 0);
}, { document: busy });

mainFlow('a guest is revoked and the resident restricted; the restriction is lifted', async (lab) => {
  const page = await open(lab);
  const resident = await lab.page('resident');
  await resident.locator('main h1').first().waitFor({ state: 'attached' });
  await guest(page, 'Ada').getByRole('button', { name: 'Revoke and restrict the resident' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke and restrict the resident' }).click();
  await page.getByText('No guests').waitFor();
  const invites = await lab.api('resident');
  const mine = { guestName: 'Zoe', startsAt: wall(60) };
  assert.equal((await (await invites('POST', '/guest-invites', mine)).json()).code, 'restricted');
  await page.getByRole('button', { name: 'Guest settings' }).click();
  await page.getByRole('button', { name: /Lift.*Lena Hoffmann/ }).click();
  await page.getByText('Nobody is restricted.').waitFor();
  assert.equal((await invites('POST', '/guest-invites', mine)).status(), 201);
  await page.getByRole('switch', { name: 'Residents may invite guests' }).click();
  await page.getByText('Off: residents cannot invite guests.').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('invites are switched off for this community').waitFor();
  assert.equal((await (await invites('POST', '/guest-invites', mine)).json()).code, 'invitesDisabled');
});

mainFlow('staff add a guest on behalf of a resident, who gets a code', async (lab) => {
  const page = await open(lab);
  await page.getByRole('button', { name: 'Add new guest' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add new guest' }).click();
  await dialog.getByText('Choose the resident.').waitFor();
  await dialog.getByRole('searchbox').fill('amir');
  await dialog.getByRole('button', { name: /Amir Rahimi/ }).click();
  await dialog.getByText('When the resident moves out, the invite stops by itself').waitFor();
  await dialog.getByLabel('Active from').fill('2019-05-01T10:00');
  await dialog.getByText('The resident does not live here at that time.').waitFor();
  await dialog.getByLabel('Active from').fill(wall(-5));
  await dialog.getByLabel('Until').fill(wall(-10));
  await dialog.getByText('The end must be after the start.').waitFor();
  await dialog.getByLabel('Until').fill(wall(600));
  await dialog.getByLabel('Name of the guest').fill('Gita Rao');
  await dialog.getByLabel('With an entry code, which is generated').check();
  await dialog.getByLabel('Garage').check();
  await dialog.getByText('This guest can be added.').waitFor();
  await dialog.getByRole('button', { name: 'Add new guest' }).click();
  const code = await dialog.getByLabel('Entry code of the guest').inputValue();
  assert.match(code, /^\d+$/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await guest(page, 'Gita Rao').getByText(`By code ${code}`).waitFor();
  assert.match(await guest(page, 'Gita Rao').innerText(), /added by staff[\s\S]*Garage/);
});
