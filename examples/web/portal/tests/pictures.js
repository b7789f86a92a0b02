// A tour of the portal in pictures: node tests/pictures.js SERVER PAGES FOLDER
//
// Every stop of tour.js that has something to tell becomes a picture, and a line of FOLDER/README.md that shows it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeChromium } from './chromium.js';
import { mapleCourt } from './document.js';
import { DESK, PHONE, within } from './lab.js';
import { tour } from './tour.js';

const folder = process.argv[4];
const onPhone = (role) => role === 'guard' || role === 'resident';
const lines = ['# A tour of the portal', '', 'Maple Court, as those who work and live there see it.', ''];

await within(undefined, async (lab) => {
  for (const { name, role, at, see, tell } of tour.filter(({ tell }) => tell)) {
    const page = await lab.page(role, { viewport: onPhone(role) ? PHONE : DESK, ...(at ? { at } : {}) });
    await see(page);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.context().close();
    lines.push(`## ${tell}`, '', `<img src="${name}.png" alt="${tell}" width="${onPhone(role) ? 300 : 800}">`, '');
  }
}, mapleCourt());
writeFileSync(join(folder, 'README.md'), lines.join('\n'));
await closeChromium();
