// Signing in and out, the language, the appearance, and what happens when the server is not there.
import assert from 'node:assert/strict';
import { PHONE, flow, mainFlow, until } from './lab.js';

mainFlow('a manager signs in, is told of a wrong password, and signs out', async (lab) => {
  const page = await lab.page();
  const { email, password, building } = lab.server.accounts.manager;
  await page.getByLabel('Building').fill(building);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('No account of this building has this address and password.').waitFor();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.getByText('Maple Court').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(await page.getByLabel('Building').inputValue(), building);
});

flow('an owner chooses a building', async (lab) => {
  const page = await lab.page('owner');
  await page.getByRole('heading', { name: 'Choose a building' }).waitFor();
  await page.getByRole('button', { name: /Maple Court/ }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
});

flow('each role sees its own face, in the language of its device', async (lab) => {
  const guard = await lab.page('guard', { viewport: PHONE, language: 'fr' });
  await guard.getByRole('heading', { name: 'Contrôler', level: 1 }).waitFor();
  const resident = await lab.page('resident', { viewport: PHONE });
  await resident.getByRole('heading', { name: 'My guest parking' }).waitFor();
  await resident.getByRole('button', { name: 'Menu' }).click();
  await resident.getByRole('button', { name: 'Français' }).click();
  await resident.getByRole('heading', { name: 'Mon stationnement de visiteurs' }).waitFor();
  assert.equal(await resident.locator('html').getAttribute('lang'), 'fr');
  await resident.reload();
  await resident.getByRole('heading', { name: 'Mon stationnement de visiteurs' }).waitFor();
});

flow('the page of a resident has nothing of others, that of a guard no way to reach anyone', async (lab) => {
  const read = async (role) => {
    const page = await lab.page(role);
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    return page.evaluate(async () => (await fetch('/api/v1/buildings/maple-court/document')).text());
  };
  const resident = await read('resident');
  assert.match(resident, /Hoffmann/);
  assert.doesNotMatch(resident, /Rahimi|Tremblay|Boréal|amir@|W61|CVZK|\+14165551002|5502|"A cat"/);
  const guard = await read('guard');
  assert.match(guard, /Rahimi/);
  assert.doesNotMatch(guard, /@example|\+1416|5502|"A cat"|482915|LNH 001/);
});

flow('dark and light are chosen, and kept', async (lab) => {
  const page = await lab.page('manager');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  const light = await paper();
  await page.getByLabel('Appearance').selectOption('dark');
  assert.notEqual(await paper(), light);
  await page.reload();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  assert.notEqual(await paper(), light);
});

flow('without the server the page says so, keeps what it knows, and goes on when it is back', async (lab) => {
  const page = await lab.page('manager');
  await page.getByText('K24 RMP').waitFor();
  await lab.server.stop();
  await page.getByText('The server cannot be reached. You see what was last known.').waitFor();
  await page.getByText('K24 RMP').waitFor();
  await page.getByRole('tab', { name: /Upcoming/ }).click();
  await page.getByText('NXT 001').waitFor();
  await lab.server.start();
  await until(async () => assert.equal(await page.getByText('The server cannot be reached.').count(), 0));
});

flow('pages come with a strict policy, and are kept by their hashes', async (lab) => {
  const answers = [];
  const page = await lab.page(undefined, { before: (page) => page.on('response', (response) => answers.push(response)) });
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  const headers = answers[0].headers();
  assert.match(headers['content-security-policy'], /script-src 'self' 'wasm-unsafe-eval';/);
  assert.doesNotMatch(headers['content-security-policy'], /unsafe-inline|'unsafe-eval'/);
  assert.equal(headers['cache-control'], 'no-cache');
  const script = answers.find((answer) => answer.url().endsWith('.js')).headers();
  assert.equal(script['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(script['content-encoding'], 'gzip');
  assert.equal((await page.request.get('/api/v1/nothing')).status(), 404);
  assert.equal((await page.request.get('/nothing')).headers()['content-type'], 'application/problem+json');
});

const LIMIT = 250 * 1024;
const first = [
  ['manager', '/'], ['guard', '/'], ['resident', '/'],
  ...['residents', 'residents/new', 'residents/lena', 'guests', 'amenities/visitor', 'amenities/new', 'intercom', 'consoles', 'audit', 'privacy'].map((page) => ['manager', `/#/${page}`]),
];
for (const [role, at] of first) {
  flow(`the first load of a ${role} at ${at} is small`, async (lab) => {
    const fetched = [];
    const page = await lab.page(role, {
      at,
      before: (page) => page.on('requestfinished', (request) => {
        if (/\.(js|wasm)$/.test(request.url())) fetched.push(request.sizes());
      }),
    });
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    await page.waitForTimeout(1000);
    const bytes = (await Promise.all(fetched)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    console.log(`first load of a ${role} at ${at}: ${bytes} bytes of script and WebAssembly, of ${LIMIT}`);
    assert.ok(bytes > 100_000 && bytes < LIMIT, `${bytes} bytes`);
  });
}

flow('an address that was cut short or mistyped is no failure', async (lab) => {
  const page = await lab.page('manager', { at: '/#/residents/%E0%A4' });
  await page.getByText('The profile may have been erased').waitFor();
  await page.goto('/#/50%');
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
});
