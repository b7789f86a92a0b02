// The guard's page on a phone: checks of plates, permits, and what is left of them without a network (SPEC 8).
import assert from 'node:assert/strict';
import { PHONE, flow, mainFlow, picture, until } from './lab.js';
import { mapleCourt, zone } from './document.js';

const onPhone = (lab, options) => lab.page('guard', { viewport: PHONE, ...options });
const plateOf = (page) => page.getByRole('textbox', { name: 'Plate', exact: true });
const answer = (page) => page.locator('[data-answer]');
const recorded = (page) => page.locator('[data-record=kept]').waitFor();

/** Checks a plate by typing. */
async function check(page, plate) {
  await plateOf(page).fill(plate);
  await page.keyboard.press('Enter');
  await answer(page).waitFor();
}

mainFlow('a guard checks plates: permitted, in grace, a walk-in, none; every check is a record', async (lab) => {
  const page = await onPhone(lab);
  await page.getByText('No plate has been checked yet').waitFor();
  const expected = [
    ['k24rmp', 'permitted', /May stand here[\s\S]*Lena Hoffmann/],
    ['OLD 555', 'grace', /In grace[\s\S]*Its permit ended 1\d:\d\d ago\. Grace ends at /],
    ['WLK-321', 'walkIn', /Walk-in today/],
    ['XYZ 000', 'notPermitted', /No permit/],
  ];
  for (const [plate, outcome, text] of expected) {
    await check(page, plate);
    await recorded(page);
    assert.equal(await answer(page).getAttribute('data-answer'), outcome);
    assert.match(await answer(page).innerText(), text);
    await page.getByRole('button', { name: 'Next car' }).click();
  }
  // The field has the focus again, for the next plate.
  assert.ok(await plateOf(page).evaluate((input) => input === document.activeElement));
  const list = page.getByRole('region', { name: 'Last checks' }).getByRole('listitem');
  await until(async () => assert.deepEqual(
    (await list.locator('.plate').allTextContents()), ['XYZ 000', 'WLK-321', 'OLD 555', 'K24RMP'],
  ));
  const api = await lab.api('manager');
  const { items } = await (await api('GET', '/enforcement-checks')).json();
  assert.deepEqual(items.map(({ outcome }) => outcome), ['notPermitted', 'walkIn', 'grace', 'permitted']);
});

flow('a plate is entered with the keypad, in reach of a thumb', async (lab) => {
  const page = await onPhone(lab);
  const pad = page.getByRole('group', { name: 'Keypad' });
  const key = (name) => pad.getByRole('button', { name, exact: true });
  for (const name of 'CVZ9') await key(name).click();
  await key('Erase').click();
  for (const name of ['K', 'Space', '3', '1', '8']) await key(name).click();
  assert.equal(await plateOf(page).inputValue(), 'CVZK 318');
  // The telephone's own keyboard would cover the keypad.
  assert.equal(await plateOf(page).getAttribute('inputmode'), 'none');
  for (const button of [...(await pad.getByRole('button').all()), page.getByRole('button', { name: 'Check', exact: true })]) {
    const { y, width, height } = await button.boundingBox();
    assert.ok(y > PHONE.height * 0.4, 'keys are in the lower part');
    assert.ok(width >= 44 && height >= 44, `a key is ${width} by ${height}`);
  }
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await until(async () => assert.equal(await answer(page).getAttribute('data-answer'), 'permitted'));
  await page.getByRole('button', { name: 'Next car' }).click();
  await page.getByRole('button', { name: 'Keypad' }).click();
  assert.equal(await plateOf(page).getAttribute('inputmode'), 'text');
  await page.getByLabel('Region of the plate').fill('ca-on');
  await check(page, 'K24 RMP');
  await recorded(page);
  const api = await lab.api('manager');
  const { items } = await (await api('GET', '/enforcement-checks')).json();
  assert.deepEqual(items[0].event, { plate: 'K24 RMP', region: 'CA-ON' });
});

flow('a plate that looks alike is a hint, and is checked with one touch', async (lab) => {
  const page = await onPhone(lab);
  await check(page, 'CV2K 3I8');
  assert.equal(await answer(page).getAttribute('data-answer'), 'notPermitted');
  await page.getByText('A plate that looks alike has a permit').waitFor();
  await page.getByRole('button', { name: 'Check CVZK 318 instead' }).click();
  await until(async () => assert.equal(await answer(page).getAttribute('data-answer'), 'permitted'));
  await recorded(page);
});

mainFlow('a guard approves and checks in with the permits at hand', async (lab) => {
  const page = await onPhone(lab);
  await page.getByRole('link', { name: 'Permits' }).click();
  const row = (plate) => page.locator('.permit').filter({ hasText: plate });
  await row('W61 TGA').getByRole('button', { name: 'Approve' }).click();
  await until(async () => assert.equal(await row('W61 TGA').locator('[data-status]').getAttribute('data-status'), 'upcoming'));
  await page.getByRole('searchbox').fill('k24');
  await row('K24 RMP').getByRole('button', { name: 'Check in' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Check in' }).click();
  await row('K24 RMP').getByText('Checked in').waitFor();
  const search = await page.getByRole('searchbox').boundingBox();
  assert.ok(search.y > PHONE.height * 0.7, 'the search is at the bottom');
  await page.getByRole('link', { name: 'Check a plate' }).click();
  await check(page, 'K24 RMP');
  assert.match(await answer(page).innerText(), /Checked in/);
});

flow('at night the page is dark, unless light was chosen', async (lab) => {
  const page = await onPhone(lab);
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await plateOf(page).waitFor();
  assert.equal(await paper(), 'rgb(17, 24, 21)');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByLabel('Appearance').selectOption('light');
  assert.equal(await paper(), 'rgb(247, 245, 240)');
}, { document: { ...mapleCourt(), building: { ...mapleCourt().building, zone: atMidnight() } } });

/** A zone in which it is about midnight when it is about noon in the tests' own. */
function atMidnight() {
  const offset = zone === 'UTC' ? 0 : -Number(zone.slice('Etc/GMT'.length));
  const other = offset > 0 ? offset - 12 : offset + 12;
  return other === 0 ? 'UTC' : `Etc/GMT${other > 0 ? '-' : '+'}${Math.abs(other)}`;
}

flow('without a network the page opens, says how old it is, and checks by what it knows', async (lab) => {
  const page = await onPhone(lab);
  await plateOf(page).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await until(async () => assert.ok(await page.evaluate(() => caches.match('/kept/document').then(Boolean))));
  await lab.server.stop();
  await page.reload();
  await page.getByText('The server cannot be reached. You see what was last known. It was up to date at').waitFor();
  await check(page, 'K24 RMP');
  assert.equal(await answer(page).getAttribute('data-answer'), 'permitted');
  await page.getByText('This is the answer of this phone, from what it last knew. It is not recorded').waitFor();
  await picture(page, 'guard-offline');
  await page.getByRole('link', { name: 'Permits' }).click();
  await page.getByText('CVZK 318').waitFor();
  await page.getByRole('link', { name: 'Check a plate' }).click();
  await check(page, 'K24 RMP');
  await lab.server.start();
  await page.getByRole('button', { name: 'Try again' }).click();
  await recorded(page);
  await until(async () => assert.equal(await page.getByText('The server cannot be reached.').count(), 0));
});

flow('who signs out leaves nothing on the phone', async (lab) => {
  const page = await onPhone(lab);
  await plateOf(page).waitFor();
  await until(async () => assert.ok(await page.evaluate(() => caches.match('/kept/document').then(Boolean))));
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await until(async () => assert.deepEqual((await page.evaluate(() => caches.keys())).filter((name) => name.includes('kept')), []));
});

flow('the page can be installed', async (lab) => {
  const page = await onPhone(lab);
  await plateOf(page).waitFor();
  const browser = await page.context().newCDPSession(page);
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
  const { errors, data } = await browser.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(JSON.parse(data).display, 'standalone');
});
