// Every page in its states: each is looked at for accessibility and overflow, and is in a picture. A new page is a line here.
async function check(page, plate) {
  await page.getByRole('textbox', { name: /^(Plate|Plaque)$/ }).fill(plate);
  await page.keyboard.press('Enter');
  await page.locator('[data-record=kept]').waitFor();
}

export const tour = [
  { name: 'sign-in', see: (page) => page.getByRole('button', { name: /Sign in|Se connecter/ }).waitFor() },
  { name: 'choose', role: 'owner', see: (page) => page.getByRole('button', { name: /Maple Court/ }).waitFor() },
  { name: 'dashboard', role: 'manager', see: (page) => page.getByText('K24 RMP').waitFor() },
  { name: 'dashboard-open', role: 'manager', see: async (page) => {
    await page.locator('.permit .open').nth(1).click();
    await page.locator('.permit .details').waitFor();
  } },
  { name: 'dashboard-search', role: 'manager', see: async (page) => {
    await page.getByRole('searchbox').fill('zzz');
    await page.locator('[role=status]', { hasText: /No permit|Aucun permis/ }).waitFor();
  } },
  { name: 'book-for-visitor', role: 'manager', see: async (page) => {
    await page.getByRole('button', { name: /other visitor|autre visiteur/ }).click();
    await page.getByRole('button', { name: /^(Book|Réserver)$/ }).click();
    await page.locator('.fault').first().waitFor();
  } },
  { name: 'parking-settings', role: 'manager', see: async (page) => {
    await page.getByRole('button', { name: /Parking settings|Réglages du stationnement/ }).click();
    await page.getByRole('switch').waitFor();
  } },
  { name: 'courtesy', role: 'guard', at: '/#/permits', see: async (page) => {
    await page.getByRole('button', { name: /^(Check in|Enregistrer)$/ }).first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'confirm', role: 'guard', at: '/#/permits', see: async (page) => {
    await page.getByRole('button', { name: /^(Reject|Refuser)$/ }).first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'guard-permits', role: 'guard', at: '/#/permits', see: (page) => page.getByText('K24 RMP').waitFor() },
  { name: 'guard', role: 'guard', see: (page) => page.getByRole('group', { name: /Keypad|Clavier/ }).waitFor() },
  ...['K24 RMP', 'OLD 555', 'WLK 321', 'K24 RNP', 'CV2K 3I8'].map((plate) => ({
    name: `check-${plate.replace(' ', '-')}`, role: 'guard', see: (page) => check(page, plate),
  })),
  { name: 'resident-book', role: 'resident', at: '/#/book', see: async (page) => {
    await page.locator('.day[data-selected]').first().waitFor();
    await page.getByRole('button', { name: /^(Book|Réserver)$/ }).click();
    await page.locator('.fault').first().waitFor();
  } },
  { name: 'resident-guests', role: 'resident', at: '/#/guests', see: (page) => page.getByText('Ada Brunner').waitFor() },
  { name: 'resident-invite', role: 'resident', at: '/#/guests', see: async (page) => {
    await page.getByRole('button', { name: /^(Invite a guest|Inviter quelqu’un)$/ }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'resident-code', role: 'resident', at: '/#/guests', see: async (page) => {
    await page.getByRole('button', { name: /^(Show code|Voir le code)$/ }).click();
    await page.getByText('482915').waitFor();
  } },
  { name: 'resident', role: 'resident', see: (page) => page.getByText('K24 RMP').waitFor() },
];
