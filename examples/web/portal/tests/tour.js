// Every page in its states: each is looked at for accessibility and overflow, and is in a picture. A new page is a line here.
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
  { name: 'courtesy', role: 'guard', see: async (page) => {
    await page.getByRole('button', { name: /^(Check in|Enregistrer)$/ }).first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'confirm', role: 'guard', see: async (page) => {
    await page.getByRole('button', { name: /^(Reject|Refuser)$/ }).first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'guard', role: 'guard', see: (page) => page.getByText('K24 RMP').waitFor() },
  { name: 'resident', role: 'resident', see: (page) => page.getByText('K24 RMP').waitFor() },
];
