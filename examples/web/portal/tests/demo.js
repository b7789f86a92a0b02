// The demo as its first user opens it, or the same user again: node tests/demo.js first|again CARD
//
// Everybody signs in with what is printed, and what is done at the kiosk is on the board.
import assert from 'node:assert/strict';
import { runAll, test } from './check.js';
import { chromiumOnce, closeChromium } from './chromium.js';
import { Panel } from './panel.js';

const [time, said] = process.argv.slice(2);
const card = JSON.parse(said);
const PANEL = { width: 1080, height: 1920 };

/** A name and what is to be seen of its guest, as the card says it. */
const toTry = (what) => {
  const line = card.toTry.find((line) => line.endsWith(`  ${what}`));
  const [, code, name] = /^\s*(\d{4})\s+suite \S+\s+(.*?)\s{2,}/.exec(line);
  return { code, name };
};

async function open(viewport) {
  const context = await (await chromiumOnce()).newContext({ viewport, locale: 'en-CA', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  return { page, errors };
}

async function signedIn(role) {
  const { page, errors } = await open({ width: 1280, height: 900 });
  const { building = '', email, password } = card.accounts.find(({ email }) => email === role);
  await page.goto(card.portal);
  await page.getByLabel('Building').fill(building);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return { page, errors };
}

const done = async ({ page, errors }) => {
  await page.context().close();
  if (errors.length > 0) throw errors[0];
};

for (const [role, heading] of [['guard', 'Check'], ['resident', 'My guest parking']]) {
  test(`the demo, ${time}: the ${role} signs in with what is printed`, async () => {
    const at = await signedIn(role);
    await at.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    if (role === 'resident') await at.page.getByText('K24 RMP').waitFor();
    await done(at);
  });
}

test(`the demo, ${time}: the owner opens the building`, async () => {
  const at = await signedIn('owner');
  await at.page.getByRole('button', { name: /Maple Court/ }).click();
  await at.page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await done(at);
});

test(`the demo, ${time}: who checks in at the kiosk is on the manager's board`, async () => {
  const at = await signedIn('manager');
  const row = at.page.locator('.permit').filter({ hasText: 'K24 RMP' });
  await row.getByText(time === 'first' ? 'Not checked in' : /^Checked in /).waitFor();
  const { code, name } = toTry('a known car: check in');
  const { page, errors } = await open(PANEL);
  const kiosk = new Panel(page);
  await page.goto(card.kiosk);
  await kiosk.ready();
  await kiosk.pick('guestParking');
  await kiosk.pick('dialCode');
  await kiosk.keys(code);
  if (time === 'first') {
    await kiosk.pick('booking');
    await kiosk.pick('checkIn');
    await kiosk.at('checkedIn');
    await row.getByText(/^Checked in /).waitFor();
  } else {
    await kiosk.at('alreadyCheckedIn');
  }
  assert.match(await row.innerText(), new RegExp(name));
  await done({ page, errors });
  await done(at);
});

await runAll();
await closeChromium();
