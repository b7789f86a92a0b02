// A tour of the portal in pictures: node tests/pictures.js SERVER PAGES FOLDER
//
// Every stop of tour.js that has something to tell becomes a picture, and a part of FOLDER/README.md that shows it, face by face.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeChromium } from './chromium.js';
import { DESK, PHONE, within } from './lab.js';
import { MailServer } from './receivers.js';
import { tour } from './tour.js';

const folder = process.argv[4];
const FACES = [
  { role: 'manager', title: 'Managers', about: 'On a desk, with everything that the building keeps.', viewport: DESK, width: 800 },
  { role: 'guard', title: 'Guards', about: 'On a phone, with one hand, dark at night.', viewport: PHONE, width: 300 },
  { role: 'resident', title: 'Residents', about: 'On a phone, with what is theirs and nothing of others.', viewport: PHONE, width: 300 },
];
const lines = [
  '# A tour of the portal', '', 'Maple Court, as those who work and live there see it. The pictures are of the pages as they are:',
  '`cargo xtask portal --tour` made them.', '',
];

await within(undefined, async (lab) => {
  for (const { role: face, title, about, viewport, width } of FACES) {
    lines.push(`## ${title}`, '', about, '');
    const page = await lab.page(face, { viewport });
    for (const { name, at, see, tell, whole } of tour.filter(({ role, tell }) => role === face && tell)) {
      // An address that differs behind the # alone would leave open what the stop before it opened.
      await page.goto('about:blank');
      await page.goto(at ?? '/');
      await see(page);
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole === true });
      lines.push(`### ${tell}`, '', `<img src="${name}.png" alt="${tell}" width="${width}">`, '');
    }
  }
}, { receivers: () => ({ mail: new MailServer() }) });
writeFileSync(join(folder, 'README.md'), lines.join('\n'));
await closeChromium();
