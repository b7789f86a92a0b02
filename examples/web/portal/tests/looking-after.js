// Consoles, the audit trail and privacy, as a manager looks after them (SPEC 6.7, 11, 12).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { instant, mapleCourt, wall } from './document.js';
import { flow, mainFlow, until } from './lab.js';

const open = async (lab, at, title) => {
  const page = await lab.page('manager', { at });
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  return page;
};

mainFlow('a console is enrolled, seen, and its key taken back; what it could not know is shown to staff', async (lab) => {
  const page = await open(lab, '/#/consoles', 'Consoles');
  await page.locator('.console[data-name=Lobby]').getByText('Has not called yet').waitFor();
  await page.getByRole('button', { name: 'Enrol a console' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Where it is').fill('Garage ramp');
  await dialog.getByRole('button', { name: 'Enrol a console' }).click();
  const key = await dialog.getByLabel('Key', { exact: true }).inputValue();
  assert.match(await dialog.getByLabel('Key that images are checked with').inputValue(), /^[0-9a-f]{64}$/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  const console = page.locator('.console').filter({ hasText: 'Garage ramp' });
  await console.getByText('Has not called yet').waitFor();

  const asConsole = { headers: { Authorization: `Bearer ${key}` } };
  const at = `${lab.server.address}/api/v1/buildings/maple-court`;
  assert.equal((await fetch(`${at}/console/image`, asConsole)).status, 200);
  // The booking was cancelled before the console's check-in arrived.
  const api = await lab.api('manager');
  assert.equal((await api('POST', '/bookings/active/cancel')).status(), 200);
  const entries = [{ id: 'seen-offline', at: instant(-5), kind: 'checkIn', booking: 'active', vehicle: { plate: 'K24 RMP' } }];
  const sent = await fetch(`${at}/console/outbox`, {
    method: 'POST', headers: { ...asConsole.headers, 'Content-Type': 'application/json' }, body: JSON.stringify({ entries }),
  });
  assert.equal(sent.status, 200);
  await console.getByText('Has an older image').waitFor();
  await page.locator('.conflict').getByText('Checked in, though the booking does not allow it any more.').waitFor();
  assert.match(await page.locator('.conflict').innerText(), /Garage ramp[\s\S]*K24 RMP[\s\S]*Lena Hoffmann · Suite 1208/);
  assert.match(await console.innerText(), /Last seen\s+0:\d\d ago[\s\S]*Image\s+1[\s\S]*Entries received\s+1[\s\S]*Conflicts\s+1/);

  await console.getByRole('button', { name: 'Take the key back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take the key back' }).click();
  await console.locator('.badge').getByText('Key taken back').waitFor();
  assert.equal((await fetch(`${at}/console/image`, asConsole)).status, 401);
});

mainFlow('the audit trail says who changed what, before and after', async (lab) => {
  const api = await lab.api('guard');
  assert.equal((await api('POST', '/bookings/waiting/approve')).status(), 200);
  const page = await open(lab, '/#/audit', 'Audit trail');
  await page.getByText('Booking changed').first().waitFor();
  await page.getByText('What changed: approval', { exact: true }).click();
  await page.getByRole('row', { name: 'approval pending approved' }).waitFor();
  await page.locator('.trail li').first().getByText(/^guard · waiting$/).waitFor();
  await page.getByText('Building created').waitFor();
});

const old = mapleCourt();
old.residents.push({
  ...old.residents[4], id: 'nora', firstName: 'Nora', lastName: 'Ito', email: 'nora@example.org', phone: '+14165559999', directoryCode: '5599',
  residencies: [{ suite: 's-202', moveIn: '2015-01-01', moveOut: '2018-05-01' }],
});
old.bookings.push({ ...old.bookings[0], id: 'ancient', start: wall(-200 * 24 * 60), end: wall(-200 * 24 * 60 + 60), vehicle: { plate: 'ANC 111' } });
old.guestInvites.push({ ...old.guestInvites[0], id: 'ancient', guestName: 'Old Guest', startsAt: wall(-90 * 24 * 60), endsAt: wall(-80 * 24 * 60) });

flow('what is due is shown and erased', async (lab) => {
  const page = await open(lab, '/#/privacy', 'Privacy');
  for (const text of ['1 plate of a booking', '1 visit of a booking', '1 ended guest invite', '1 profile of somebody who moved out']) {
    await page.getByText(text).waitFor();
  }
  await page.getByRole('link', { name: 'Nora Ito' }).waitFor();
  await page.getByRole('button', { name: 'Erase all of it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase all of it' }).click();
  await page.getByText('4 items were erased.').waitFor();
  await page.getByText('Nothing is due').waitFor();
  const api = await lab.api('manager');
  const whole = await (await api('GET', '/document')).text();
  assert.doesNotMatch(whole, /Nora|ANC 111|Old Guest/);
}, { document: old });

mainFlow('how long data is kept is chosen, and what is held about one person is handed over', async (lab) => {
  const page = await open(lab, '/#/privacy', 'Privacy');
  await page.getByText('Nothing is due').waitFor();
  await page.getByLabel('Days for a plate').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByText('1 plate of a booking').waitFor();
  await page.getByRole('searchbox').fill('lena');
  await page.getByRole('button', { name: /Lena Hoffmann/ }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download everything' }).click()]);
  const held = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.equal(held.resident.id, 'lena');
  assert.ok(held.bookings.length > 0 && held.guestInvites.length > 0);
  await until(async () => assert.equal((await (await (await lab.api('manager'))('GET', '/settings')).json()).retention.plateDays, 5));
});

flow('settings that somebody else has changed meanwhile are not overwritten', async (lab) => {
  const page = await open(lab, '/#/', 'Dashboard');
  await page.getByRole('button', { name: 'Parking settings' }).click();
  await page.getByLabel('Minutes of grace after the end').fill('25');
  const api = await lab.api('manager');
  const privacy = await open(lab, '/#/privacy', 'Privacy');
  await privacy.getByLabel('Days for a visit').fill('77');
  await privacy.getByRole('button', { name: 'Save' }).click();
  await privacy.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Someone else has changed this since you opened it.').waitFor();
  const kept = await (await api('GET', '/settings')).json();
  assert.deepEqual([kept.graceMinutes, kept.retention.visitDays], [15, 77]);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Parking settings' }).click();
  await page.getByLabel('Minutes of grace after the end').fill('25');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  const after = await (await api('GET', '/settings')).json();
  assert.deepEqual([after.graceMinutes, after.retention.visitDays], [25, 77]);
});

