// A visit, flow by flow (SPEC 10).
import assert from 'node:assert/strict';
import { test } from './check.js';
import { until } from './chromium.js';
import { NOW, document, withKiosk } from './lab.js';
import { guestOf, plate } from './tour.js';

test('a name is found letter by letter, misspelt and without its accents, and called', () => withKiosk(async (kiosk, server) => {
  await kiosk.pick('searchName');
  await kiosk.keys('f');
  assert.equal(await kiosk.note(), 'Keep typing.');
  await kiosk.keys('rancoise');
  assert.deepEqual(await kiosk.names(), ['Françoise Lefèvre-Brûlé']);
  await kiosk.home();
  await kiosk.pick('searchName');
  await kiosk.keys('tremlbay');
  assert.deepEqual(await kiosk.names(), ['Marie Tremblay']);
  await kiosk.choose('Marie Tremblay');
  await kiosk.at('resident');
  assert.deepEqual(await kiosk.lines(), ['Code 1001']);
  await kiosk.pick('callResident');
  await kiosk.at('calling');
  await until(() => assert.deepEqual(server.said, ['a call is placed to the resident with code 1001']));
  await kiosk.pick('done');
  await kiosk.at('welcome');
}));

test('accents, long names and names from right to left look as they are', () => withKiosk(async (kiosk) => {
  const found = { soren: 'Søren Ångström', lukasz: 'Łukasz Wiśniewski', dao: 'Đào Thị Ngọc Ánh', zofia: 'Žofia Kováčová',
    inaki: 'Iñaki Núñez Peña', gulsah: 'Gülşah Öztürk', joao: 'João Conceição' };
  for (const [typed, name] of Object.entries(found)) {
    await kiosk.pick('searchName');
    await kiosk.keys(typed);
    assert.deepEqual(await kiosk.names(), [name]);
    await kiosk.home();
  }
  await kiosk.pick('searchName');
  await kiosk.page.keyboard.insertText('ליל');
  assert.deepEqual(await kiosk.names(), []);
  await kiosk.page.keyboard.press('Backspace');
  for (let key = 0; key < 4; key += 1) await kiosk.page.keyboard.press('Backspace');
  await kiosk.page.keyboard.insertText('משה');
  assert.deepEqual(await kiosk.names(), ['משה בן־דוד']);
}));

test('whoever is hidden is reached by code, and has no name', () => withKiosk(async (kiosk) => {
  await kiosk.pick('dialCode');
  await kiosk.keys('100');
  await kiosk.page.locator('#keys [data-key="erase"]').click();
  await kiosk.keys('03');
  await kiosk.at('resident');
  assert.equal(await kiosk.title(), 'Code 1003');
  await kiosk.home();
  await kiosk.pick('searchName');
  await kiosk.keys('verborgen');
  assert.deepEqual(await kiosk.names(), []);
  assert.equal(await kiosk.note(), 'No one is listed under this name.');
}));

test('a guest checks in to one of two bookings', () => withKiosk(async (kiosk, server) => {
  await guestOf(kiosk, 'francoise');
  await kiosk.at('bookingChoice');
  assert.deepEqual(await kiosk.names(), ['••••318 · Mazda · CX-5 · bleu nuit', '••••410 · Kia']);
  await kiosk.choose('Kia');
  await kiosk.at('confirm');
  await kiosk.pick('checkIn');
  await kiosk.at('checkedIn');
  await arrived(server, 1);
  const [{ checkIn }] = server.received();
  assert.equal(checkIn.booking, 'b-francois-2');
  await kiosk.pick('done');
  await guestOf(kiosk, 'francoise');
  assert.equal((await kiosk.names()).length, 1);
}));

test('a guest is asked for what the booking lacks', () => withKiosk(async (kiosk, server) => {
  await guestOf(kiosk, 'luc');
  await kiosk.pick('booking');
  await kiosk.at('vehicleDetails');
  await kiosk.submit();
  assert.match(await kiosk.note(), /needed/);
  await kiosk.keys('cab 12');
  await kiosk.submit();
  await kiosk.keys('fiat');
  await kiosk.submit();
  await kiosk.at('confirm');
  assert.match((await kiosk.lines()).join(), /CAB 12 · FIAT/);
  await kiosk.back();
  await kiosk.at('vehicleDetails');
  await kiosk.submit();
  await kiosk.pick('checkIn');
  await kiosk.at('checkedIn');
  await arrived(server, 1);
  assert.equal(server.received()[0].checkIn.vehicle.make, 'FIAT');
}));

test('suites are found by their numbers, whoever lives there', () => withKiosk(async (kiosk) => {
  await kiosk.pick('guestParking');
  await kiosk.pick('searchSuite');
  await kiosk.page.locator('#choices li').nth(59).waitFor();
  await kiosk.page.locator('#choices li').nth(59).scrollIntoViewIfNeeded();
  await kiosk.page.locator('#choices li').nth(103).waitFor();
  await kiosk.keys('th');
  assert.deepEqual(await kiosk.names(), ['Suite TH-2', 'Suite TH-12']);
  await kiosk.keys('9');
  assert.equal(await kiosk.note(), 'There is no such suite.');
  await kiosk.home();
  await kiosk.pick('guestParking');
  await kiosk.pick('searchSuite');
  await kiosk.keys('201');
  await kiosk.pick('suite');
  await kiosk.at('bookingChoice');
}));

test('an other visitor finds a booking by its plate, or is asked about a similar one', () => withKiosk(async (kiosk) => {
  await plate(kiosk, '8usi8oo');
  await kiosk.at('similarPlate');
  await kiosk.pick('no');
  await kiosk.at('noBooking');
  await kiosk.pick('callManagement');
  await kiosk.at('calling');
  await kiosk.home();
  await plate(kiosk, 'bus 1800');
  await kiosk.at('bookingChoice');
}));

test('whoever has checked in, or has no booking, is told so', () => withKiosk(async (kiosk) => {
  await guestOf(kiosk, 'sasha');
  await kiosk.at('alreadyCheckedIn');
  await kiosk.pick('done');
  await guestOf(kiosk, 'santos');
  await kiosk.at('noBooking');
  await kiosk.pick('callResident');
  await kiosk.at('calling');
}));

test('where no booking is needed, a walk-in is taken once', () => {
  const whole = JSON.parse(document);
  whole.settings.requireBookingForCheckIn = false;
  return withKiosk(async (kiosk, server) => {
    for (const screen of ['checkedIn', 'alreadyCheckedIn']) {
      await guestOf(kiosk, 'santos');
      await kiosk.at('vehicleDetails');
      await kiosk.keys('wlk 1');
      await kiosk.submit();
      await kiosk.pick('checkIn');
      await kiosk.at(screen);
    }
    await arrived(server, 1);
    assert.deepEqual(server.received()[0].checkIn.host, { resident: '1006' });
  }, { text: JSON.stringify(whole) });
});

test('an entry code opens the door; five wrong ones close the entry for a minute', () => withKiosk(async (kiosk, server) => {
  await kiosk.pick('entryCode');
  await kiosk.keys('424242');
  assert.doesNotMatch(await kiosk.page.locator('body').innerText(), /4242/);
  assert.equal(await kiosk.page.locator('#input').inputValue(), '••••••');
  await kiosk.submit();
  await kiosk.at('doorUnlocked');
  assert.deepEqual(server.said, ['the door lobby is opened']);
  await kiosk.home();
  await kiosk.pick('entryCode');
  for (let wrong = 0; wrong < 5; wrong += 1) {
    await kiosk.keys('13');
    await kiosk.submit();
  }
  await kiosk.at('lockedOut');
  assert.match((await kiosk.lines()).join(), /0:5\d|1:00/);
  await arrived(server, 6);
  assert.deepEqual(server.received().map(({ granted }) => granted), [true, false, false, false, false, false]);
  assert.doesNotMatch(JSON.stringify(server.received()), /424242/);
}));

test('management is called in its hours, and is not there outside of them', async () => {
  await withKiosk(async (kiosk, server) => {
    await kiosk.pick('callManagement');
    await kiosk.at('calling');
    await until(() => assert.deepEqual(server.said, ['a call is placed to management']));
  });
  await withKiosk(async (kiosk) => {
    assert.equal(await kiosk.page.locator('[data-kind="callManagement"]').count(), 0);
  }, { now: NOW + 9 * 3_600_000 });
});

test('the other language is one touch away on every screen, and goes when the visitor goes', () => withKiosk(async (kiosk) => {
  await kiosk.language();
  assert.match(await kiosk.title(), /^Bienvenue/);
  await kiosk.pick('searchName');
  await kiosk.keys('mar');
  await kiosk.language();
  assert.equal(await kiosk.title(), 'Find a resident');
  await kiosk.language();
  assert.equal(await kiosk.page.getAttribute('html', 'lang'), 'fr');
  assert.equal((await kiosk.names()).length, 10);
  await kiosk.page.clock.runFor(50_000);
  await kiosk.at('welcome');
  assert.match(await kiosk.title(), /^Welcome/);
}));

test('a visit that is left ends after a countdown, and leaves nothing', () => withKiosk(async (kiosk) => {
  const closing = kiosk.page.locator('#closing');
  await kiosk.pick('searchName');
  await kiosk.keys('tremblay');
  await kiosk.page.locator('#larger').click();
  await kiosk.stopClock();
  await kiosk.page.clock.runFor(30_000);
  assert.ok(await closing.isHidden());
  await kiosk.page.clock.runFor(7_000);
  assert.match(await closing.innerText(), /closes in [5-8] seconds/);
  await kiosk.page.locator('#stay').click();
  await closing.waitFor({ state: 'hidden' });
  await kiosk.at('nameSearch');
  await kiosk.page.clock.runFor(46_000);
  await kiosk.at('welcome');
  assert.doesNotMatch(await kiosk.page.content(), /tremblay/i);
  assert.equal(await kiosk.page.locator('#input').inputValue(), '');
  assert.equal(await kiosk.page.getAttribute('html', 'data-text'), 'normal');
}));

test('searching for many names closes the directory for a while', () => withKiosk(async (kiosk) => {
  for (let search = 0; search < 31; search += 1) {
    if (await kiosk.is() === 'lockedOut') break;
    if (search > 0) await kiosk.home();
    await kiosk.pick('searchName');
    await kiosk.keys('ma');
  }
  await kiosk.at('lockedOut');
  await kiosk.back();
  await kiosk.at('welcome');
}));

/** Waits until the server has so many entries. */
export const arrived = (server, count) => until(() => assert.equal(server.received().length, count));
