// Every page in its states: each is looked at for accessibility and overflow, and is in a picture. A new page is a line here.
// Those with a `tell` are in the tour that `cargo xtask portal --tour` makes, with all that can be scrolled to when it is `whole`.
async function check(page, plate) {
  await page.getByRole('textbox', { name: /^(Plate|Plaque)$/ }).fill(plate);
  await page.keyboard.press('Enter');
  await page.locator('[data-record=kept]').waitFor();
}

export const tour = [
  { name: 'sign-in', see: (page) => page.getByRole('button', { name: /Sign in|Se connecter/ }).waitFor() },
  { name: 'choose', role: 'owner', see: (page) => page.getByRole('button', { name: /Maple Court/ }).waitFor() },
  { name: 'dashboard', role: 'manager', tell: 'Who parks where, and what is to be decided', see: (page) => page.getByText('K24 RMP').waitFor() },
  { name: 'dashboard-open', role: 'manager', see: async (page) => {
    await page.locator('.permit .open').nth(1).click();
    await page.locator('.permit .details').waitFor();
  } },
  { name: 'dashboard-search', role: 'manager', see: async (page) => {
    await page.getByRole('searchbox').fill('zzz');
    await page.locator('[role=status]', { hasText: /No permit|Aucun permis/ }).waitFor();
  } },
  { name: 'book-for-visitor', role: 'manager', tell: 'What the rules would refuse is said before it is asked for', see: async (page) => {
    await page.getByRole('button', { name: /other visitor|autre visiteur/ }).click();
    await page.getByRole('button', { name: /^(Book|Réserver)$/ }).click();
    await page.locator('.fault').first().waitFor();
  } },
  { name: 'parking-settings', role: 'manager', tell: 'Settings say what they mean', see: async (page) => {
    await page.getByRole('button', { name: /Parking settings|Réglages du stationnement/ }).click();
    await page.getByRole('switch').waitFor();
  } },
  { name: 'residents', role: 'manager', tell: 'Residents are found by any detail, as one types', at: '/#/residents', see: (page) => page.getByText('Lena Hoffmann').waitFor() },
  { name: 'residents-none', role: 'manager', at: '/#/residents', see: async (page) => {
    await page.getByRole('searchbox').fill('zzz');
    await page.getByText(/No resident matches|Aucun résident ne correspond/).waitFor();
  } },
  { name: 'profile-new', role: 'manager', at: '/#/residents/new', see: async (page) => {
    for (const name of [/Add a vehicle|Ajouter un véhicule/, /Add an emergency|Ajouter une personne/, /Assign a space|Attribuer une place/]) await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name: /^(Save|Enregistrer)$/ }).click();
    await page.locator('.fault').first().waitFor();
  } },
  { name: 'profile', role: 'manager', tell: 'A profile shows what a visitor at the door sees of it', at: '/#/residents/lena', see: (page) => page.locator('[data-screen=resident]').waitFor() },
  { name: 'profile-edit', role: 'manager', at: '/#/residents/chloe/edit', see: (page) => page.locator('[data-screen=resident]').waitFor() },
  { name: 'profile-gone', role: 'manager', at: '/#/residents/nobody', see: (page) => page.getByText(/The profile may have been erased|Son profil a peut-être/).waitFor() },
  { name: 'import', role: 'manager', tell: 'A list comes in whole, after a look at what it would change', at: '/#/residents', see: async (page) => {
    await page.getByRole('button', { name: /Import/ }).click();
    const buffer = Buffer.from('firstName,lastName,email,residencies\nAda,Brunner,ada@example.org,101\nWei,Zhou,wei@example.org,202\nEve,Bad,eve,999\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer });
    await page.locator('.dialog table').first().waitFor();
  } },
  { name: 'invitation', role: 'manager', tell: 'A resident is invited, and one reads whether it was sent', at: '/#/residents/amir', see: async (page) => {
    await page.getByRole('button', { name: /Invite|Inviter|invitation/ }).click();
    await page.locator('.dialog [data-delivery]').waitFor();
  } },
  { name: 'guests', role: 'manager', tell: 'Who may come in, and until when', at: '/#/guests', see: (page) => page.getByText('Ada Brunner').waitFor() },
  { name: 'guest-new', role: 'manager', at: '/#/guests', see: async (page) => {
    await page.getByRole('button', { name: /Add new guest|Ajouter un invité/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Amir Rahimi/ }).click();
  } },
  { name: 'guest-settings', role: 'manager', at: '/#/guests', see: async (page) => {
    await page.getByRole('button', { name: /Guest settings|Réglages des invités/ }).click();
    await page.getByRole('switch').waitFor();
  } },
  { name: 'amenities', role: 'manager', at: '/#/amenities', see: (page) => page.getByText('Roof deck').waitFor() },
  { name: 'amenity', role: 'manager', tell: 'How full guest parking was and will be, day by day', whole: true, at: '/#/amenities/visitor', see: (page) => page.locator('[data-used]').first().waitFor() },
  { name: 'amenity-edit', role: 'manager', at: '/#/amenities/roof/edit', see: async (page) => {
    await page.getByRole('switch', { name: /Around the clock|Jour et nuit/ }).click();
    await page.getByRole('button', { name: /Add closed days|Ajouter des jours/ }).click();
  } },
  { name: 'intercom', role: 'manager', tell: 'Whom a visitor can call now, and when', at: '/#/intercom', see: (page) => page.locator('.contact').first().waitFor() },
  { name: 'contact', role: 'manager', at: '/#/intercom', see: async (page) => {
    await page.getByRole('button', { name: /Edit|Modifier/ }).click();
    await page.getByRole('dialog').locator('.week').waitFor();
  } },
  { name: 'consoles', role: 'manager', tell: 'Which consoles have called, and what they sent', at: '/#/consoles', see: (page) => page.locator('.console').first().waitFor() },
  { name: 'enrol', role: 'manager', at: '/#/consoles', see: async (page) => {
    await page.getByRole('button', { name: /Enrol|Inscrire/ }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'audit', role: 'manager', tell: 'Who changed what', at: '/#/audit', see: async (page) => {
    await page.locator('.trail summary').first().click();
    await page.locator('.trail table').first().waitFor();
  } },
  { name: 'privacy', role: 'manager', at: '/#/privacy', see: (page) => page.getByRole('spinbutton').first().waitFor() },
  { name: 'courtesy', role: 'guard', at: '/#/permits', see: async (page) => {
    await page.getByRole('button', { name: /^(Check in|Enregistrer)$/ }).first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'confirm', role: 'guard', at: '/#/permits', see: async (page) => {
    await page.getByRole('button', { name: /^(Reject|Refuser)$/ }).first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'guard-permits', role: 'guard', tell: 'Permits in reach of a thumb', at: '/#/permits', see: (page) => page.getByText('K24 RMP').waitFor() },
  { name: 'guard', role: 'guard', tell: 'A plate is checked with a keypad', see: (page) => page.getByRole('group', { name: /Keypad|Clavier/ }).waitFor() },
  ...['K24 RMP', 'OLD 555', 'WLK 321', 'K24 RNP', 'CV2K 3I8'].map((plate) => ({
    name: `check-${plate.replace(' ', '-')}`, role: 'guard', see: (page) => check(page, plate),
    ...(plate === 'CV2K 3I8' ? { tell: 'A plate that looks alike is a hint, never a permit' } : {}),
  })),
  { name: 'figures', role: 'manager', tell: 'Figures are drawn, and stand in a table', at: '/#/figures', see: (page) => page.getByRole('figure').nth(2).waitFor() },
  { name: 'resident-book', role: 'resident', tell: 'Which days are free, and what is wrong with a request, in words', whole: true, at: '/#/book', see: async (page) => {
    await page.locator('.day[data-selected]').first().waitFor();
    await page.getByRole('button', { name: /^(Book|Réserver)$/ }).click();
    await page.locator('.fault').first().waitFor();
  } },
  { name: 'resident-guests', role: 'resident', at: '/#/guests', see: (page) => page.getByText('Ada Brunner').waitFor() },
  { name: 'resident-invite', role: 'resident', at: '/#/guests', see: async (page) => {
    await page.getByRole('button', { name: /^(Invite a guest|Inviter quelqu’un)$/ }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'resident-code', role: 'resident', tell: 'The code that opens the door is handed on', at: '/#/guests', see: async (page) => {
    await page.getByRole('button', { name: /^(Show code|Voir le code)$/ }).click();
    await page.getByText('482915').waitFor();
  } },
  { name: 'resident-display', role: 'resident', at: '/#/display', see: (page) => page.locator('.panel').first().waitFor() },
  { name: 'resident', role: 'resident', tell: 'What is booked, and how long it lasts', see: (page) => page.getByText('K24 RMP').waitFor() },
];
