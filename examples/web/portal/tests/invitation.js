// What became of an invitation by mail or text message, as managers read it, and how it is tried again (SPEC 2.1).
import assert from 'node:assert/strict';
import { flow, mainFlow, until } from './lab.js';
import { MailServer, TextService } from './receivers.js';

const linkIn = (text) => /\/welcome#\S+/.exec(text)?.[0];

mainFlow('a refused invitation says why, is tried again, arrives, and is accepted', async (lab) => {
  const page = await lab.page('manager', { at: '/#/residents/amir' });
  const { mail } = lab;
  mail.gone.add('amir@example.org');
  await page.getByRole('button', { name: 'Invite to the app' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Invitation link').waitFor();
  await dialog.getByText('It could not be sent by e-mail: the mail server refused it (550).').waitFor();
  await dialog.getByText('Another try goes to the same address.').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  // It stands in the profile as well, for whoever opens it later.
  await page.reload();
  await page.getByText('Invited; no password has been chosen yet.').waitFor();
  await page.getByText('It could not be sent by e-mail: the mail server refused it (550).').waitFor();
  mail.gone.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(/^Sent by e-mail: /).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
  assert.deepEqual(mail.letters.map(({ to }) => to), [['amir@example.org']]);
  const theirs = await lab.page(undefined, { at: linkIn(mail.letters[0].text) });
  await theirs.locator('input[type=password]').first().fill('a long enough password');
  await theirs.locator('button').first().click();
  await page.getByText('Accepted: a password has been chosen.').waitFor();
  assert.equal(await page.getByText(/^Sent by e-mail: /).count(), 0);
}, { receivers: () => ({ mail: new MailServer() }) });

flow('an invitation waits for a mail server that is away, says when it is tried next, and goes out when it is back', async (lab) => {
  const { mail } = lab;
  await mail.stop();
  const page = await lab.page('manager', { at: '/#/residents/amir' });
  await page.getByRole('button', { name: 'Invite to the app' }).click();
  await page.getByRole('dialog').getByText(/^Not sent by e-mail yet: the mail server could not be reached\. Next try: /).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
  await mail.start();
  await page.getByRole('dialog').getByText(/^Sent by e-mail: /).waitFor();
  assert.equal(mail.letters.length, 1);
}, { receivers: () => ({ mail: new MailServer() }) });

flow('whoever prefers text messages is invited by one, in French to whoever reads French', async (lab) => {
  const { texts } = lab;
  texts.status = 503;
  const page = await lab.page('manager', { at: '/#/residents/amir/edit', language: 'fr' });
  await page.getByLabel('Communication préférée').selectOption('sms');
  await page.getByRole('button', { name: 'Enregistrer et inviter' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^Pas encore envoyée par message texte : le service de messages texte ne la prend pas pour le moment \(503\)\. Prochain essai : /).waitFor();
  texts.status = 200;
  await dialog.getByText(/^Envoyée par message texte : /).waitFor();
  await until(() => assert.deepEqual(texts.messages.map(({ to }) => to), ['+14165551002']));
  assert.ok(linkIn(texts.messages[0].text));
}, { receivers: () => ({ texts: new TextService() }) });

flow('a new link takes the place of an invitation that did not arrive', async (lab) => {
  const { mail } = lab;
  mail.gone.add('amir@example.org');
  const page = await lab.page('manager', { at: '/#/residents/amir' });
  await page.getByRole('button', { name: 'Invite to the app' }).click();
  await page.getByRole('dialog').getByText(/refused it \(550\)/).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('E-mail address').fill('amir.rahimi@example.org');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/refused it \(550\)/).waitFor();
  await page.getByRole('button', { name: 'New invitation link' }).click();
  await page.getByRole('dialog').getByText(/^Sent by e-mail: /).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('[data-delivery=sent]').waitFor();
  assert.deepEqual(mail.letters.map(({ to }) => to), [['amir.rahimi@example.org']]);
}, { receivers: () => ({ mail: new MailServer() }) });

flow('a server that sends nothing says that the link is to be handed on', async (lab) => {
  const page = await lab.page('manager', { at: '/#/residents/sam' });
  await page.getByText('It was not sent from here: hand the link on yourself.').waitFor();
});
