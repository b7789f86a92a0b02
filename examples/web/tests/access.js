// For everybody (WCAG 2.2 AA): every screen in both languages, by keyboard alone, in every size, with text twice as large.
import assert from 'node:assert/strict';
import { test } from './check.js';
import { violations } from './chromium.js';
import { arrived } from './flows.js';
import { SIZES, withKiosk } from './lab.js';
import { tour } from './tour.js';

const SCREENS = ['welcome', 'nameSearch', 'dialCode', 'resident', 'calling', 'guestParking', 'suiteSearch', 'plate', 'bookingChoice',
  'similarPlate', 'vehicleDetails', 'confirm', 'checkedIn', 'alreadyCheckedIn', 'noBooking', 'entryCode', 'doorUnlocked', 'lockedOut'];

/** What is wrong with where things are: cut off, too small, or upon each other. */
function misplaced() {
  const faults = [];
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth) faults.push(`the page is ${page.scrollWidth} wide`);
  const main = document.getElementById('content');
  if (main.scrollWidth > main.clientWidth) faults.push('the content is too wide');
  const scrolls = getComputedStyle(main).overflowY === 'auto';
  if (scrolls && page.scrollHeight > innerHeight) faults.push(`the page is ${page.scrollHeight} high`);
  const frame = main.getBoundingClientRect();
  const seen = [...document.querySelectorAll('button, #input, h1, #lines p, #note')].filter((one) => one.checkVisibility() && !one.closest('dialog'));
  const places = seen.map((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const clipped = scrolls && main.contains(one);
    return { one, left, right, top: clipped ? Math.max(top, frame.top) : top, bottom: clipped ? Math.min(bottom, frame.bottom) : bottom };
  });
  for (const { one, left, right } of places) {
    const name = one.id || one.dataset.key || one.innerText;
    const { width, height } = one.getBoundingClientRect();
    if (left < -0.5 || right > innerWidth + 0.5) faults.push(`${name} is outside`);
    if (one.matches('button, input') && (width < 43.9 || height < 43.9)) faults.push(`${name} is ${width} by ${height}`);
    if (one.matches('button') && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)) faults.push(`${name} is cut off`);
  }
  const floats = (one) => one.closest('#closing');
  for (const [at, a] of places.entries()) {
    for (const b of places.slice(at + 1)) {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      if (over && !floats(a.one) && !floats(b.one)) faults.push(`${a.one.id || a.one.innerText} is upon ${b.one.id || b.one.innerText}`);
    }
  }
  return faults;
}

for (const [language, viewport] of [['en', SIZES[0]], ['fr', SIZES[1]]]) {
  test(`no screen has an accessibility violation, ${language}`, () => withKiosk(async (kiosk) => {
    const seen = new Set();
    await tour(kiosk, async (name) => {
      seen.add(await kiosk.is());
      assert.equal(await kiosk.page.getAttribute('html', 'lang'), language);
      await kiosk.picture(`${language}-${name}`);
      assert.deepEqual(await violations(kiosk.page), [], name);
      assert.deepEqual(await kiosk.page.evaluate(misplaced), [], name);
    });
    assert.deepEqual([...seen].sort(), [...SCREENS].sort());
  }, { language, viewport }));
}

for (const viewport of SIZES.slice(2)) {
  const size = `${viewport.width}x${viewport.height}`;
  const small = Math.min(viewport.width, viewport.height) < 500;
  test(`everything has its place at ${size}`, () => withKiosk(async (kiosk) => {
    await tour(kiosk, async (name) => {
      if (small) await kiosk.picture(`${size}-${name}`);
      assert.deepEqual(await kiosk.page.evaluate(misplaced), [], name);
    });
  }, { viewport, language: viewport.width > viewport.height ? 'fr' : 'en' }));
}

for (const viewport of [SIZES[0], SIZES[4]]) {
  const size = `${viewport.width}x${viewport.height}`;
  test(`everything is there with text twice as large, at ${size}`, () => withKiosk(async (kiosk) => {
    const { page } = kiosk;
    const sizeOf = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('#lines')).fontSize));
    await tour(kiosk, async (name) => {
      const before = await sizeOf();
      await page.locator('#larger').click();
      assert.ok(await sizeOf() >= before * 1.99, name);
      await page.evaluate(() => scrollTo(0, 0));
      await kiosk.picture(`${size}-large-${name}`);
      assert.deepEqual(await page.evaluate(misplaced), [], name);
      await page.locator('#larger').click();
    });
  }, { viewport }));
}

test('a whole visit by keyboard alone, with the focus in sight', () => withKiosk(async (kiosk, server) => {
  const { page } = kiosk;
  const focus = () => page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    const one = document.activeElement;
    return { name: one.id || one.dataset.key || one.innerText, ringed: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 3 };
  });
  const tabTo = async (name) => {
    for (let stops = 0; stops < 40; stops += 1) {
      await page.keyboard.press('Tab');
      const at = await focus();
      if (at.name === '') continue;
      assert.ok(at.ringed, `${at.name} has no ring`);
      if (at.name.startsWith(name)) return;
    }
    assert.fail(`${name} is not reached`);
  };
  await tabTo('Guest parking');
  await page.keyboard.press('Enter');
  await kiosk.at('guestParking');
  await tabTo('Find a resident');
  await page.keyboard.press('Space');
  await kiosk.at('nameSearch');
  assert.equal((await focus()).name, 'input');
  await page.keyboard.type('franç');
  assert.deepEqual(await kiosk.names(), ['Françoise Lefèvre-Brûlé']);
  await page.keyboard.press('Backspace');
  assert.equal(await page.locator('#input').inputValue(), 'fran');
  await tabTo('q');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  assert.equal((await focus()).name, 's');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#input').inputValue(), 'franS');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Shift+Tab');
  assert.match((await focus()).name, /^Françoise/);
  await page.keyboard.press('Enter');
  await kiosk.at('bookingChoice');
  await page.keyboard.press('Escape');
  await kiosk.at('nameSearch');
  assert.equal(await page.locator('#input').inputValue(), 'fran');
  await tabTo('Françoise');
  await page.keyboard.press('Enter');
  await page.keyboard.press('2');
  await kiosk.at('confirm');
  await tabTo('Check in');
  await page.keyboard.press('Enter');
  await kiosk.at('checkedIn');
  await arrived(server, 1);
}));

test('what changes is said: results, notices, the countdown', () => withKiosk(async (kiosk) => {
  const said = (text) => kiosk.page.locator('#live', { hasText: text }).waitFor({ state: 'attached', timeout: 5_000 });
  await kiosk.pick('searchName');
  await kiosk.keys('trem');
  await said('1 result');
  await kiosk.keys('zzz');
  await said('No one is listed under this name.');
  await kiosk.stopClock();
  await kiosk.page.clock.runFor(37_000);
  await said(/This screen closes in \d+ seconds\./);
}));
