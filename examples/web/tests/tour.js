// Every screen, one after the other, as a visitor comes to it.

/** Calls `see` with a name for each screen, once it is drawn. */
export async function tour(kiosk, see) {
  const screen = async (kind, name = kind) => {
    await kiosk.at(kind);
    await see(name);
  };
  await screen('welcome');
  await directory(kiosk, screen);
  await parking(kiosk, screen);
  await walkAway(kiosk, screen);
  await codes(kiosk, screen);
}

async function directory(kiosk, screen) {
  await kiosk.pick('searchName');
  await screen('nameSearch', 'nameSearch-empty');
  await kiosk.keys('mar');
  await screen('nameSearch');
  await kiosk.keys('zz');
  await screen('nameSearch', 'nameSearch-nobody');
  await search(kiosk, 'maximiliana');
  await screen('nameSearch', 'nameSearch-long');
  await kiosk.pick('resident');
  await screen('resident', 'resident-long');
  await kiosk.home();
  for (const [name, typed] of [['hebrew', 'משה'], ['arabic', 'ليلى'], ['chinese', '李']]) {
    await kiosk.pick('searchName');
    await kiosk.page.keyboard.insertText(typed);
    await screen('nameSearch', `nameSearch-${name}`);
    await kiosk.pick('resident');
    await screen('resident', `resident-${name}`);
    await kiosk.home();
  }
  await kiosk.pick('dialCode');
  await kiosk.keys('9999');
  await screen('dialCode');
  await kiosk.keys('1001');
  await screen('resident');
  await kiosk.pick('callResident');
  await screen('calling');
  await kiosk.home();
}

async function parking(kiosk, screen) {
  await kiosk.pick('guestParking');
  await screen('guestParking');
  await kiosk.pick('searchSuite');
  await screen('suiteSearch', 'suiteSearch-all');
  await kiosk.keys('th');
  await screen('suiteSearch');
  await guestOf(kiosk, 'francoise');
  await screen('bookingChoice');
  await kiosk.pick('booking');
  await screen('confirm');
  await kiosk.pick('checkIn');
  await screen('checkedIn');
  await guestOf(kiosk, 'luc');
  await kiosk.pick('booking');
  await screen('vehicleDetails');
  await kiosk.submit();
  await screen('vehicleDetails', 'vehicleDetails-needed');
  await guestOf(kiosk, 'sasha');
  await screen('alreadyCheckedIn');
  await guestOf(kiosk, 'santos');
  await screen('noBooking');
  await plate(kiosk, '');
  await screen('plate');
  await plate(kiosk, '8usi8oo');
  await screen('similarPlate');
  await plate(kiosk, 'none1');
  await screen('noBooking', 'noBooking-visitor');
  await kiosk.home();
}

async function walkAway(kiosk, screen) {
  await kiosk.pick('guestParking');
  await kiosk.page.clock.runFor(37_000);
  await kiosk.page.locator('#closing').waitFor();
  await screen('guestParking', 'closing');
  await kiosk.home();
}

async function codes(kiosk, screen) {
  await kiosk.pick('entryCode');
  await kiosk.keys('424242');
  await screen('entryCode');
  await kiosk.submit();
  await screen('doorUnlocked');
  await kiosk.home();
  await kiosk.pick('entryCode');
  for (let wrong = 0; wrong < 5; wrong += 1) {
    await kiosk.keys('111111');
    await kiosk.submit();
    if (wrong === 0) await screen('entryCode', 'entryCode-wrong');
  }
  await screen('lockedOut');
}

/** Types a name anew. */
async function search(kiosk, name) {
  await kiosk.home();
  await kiosk.pick('searchName');
  await kiosk.keys(name);
}

/** Guest parking with the first resident of a name. */
export async function guestOf(kiosk, name) {
  if (await kiosk.is() !== 'welcome') await kiosk.home();
  await kiosk.pick('guestParking');
  await kiosk.pick('searchName');
  await kiosk.keys(name);
  await kiosk.pick('resident');
}

/** Guest parking of an other visitor; without a plate nothing is completed. */
export async function plate(kiosk, text) {
  if (await kiosk.is() !== 'welcome') await kiosk.home();
  await kiosk.pick('guestParking');
  await kiosk.pick('otherVisitor');
  await kiosk.keys(text);
  if (text) await kiosk.submit();
}
