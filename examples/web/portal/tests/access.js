// For everybody (WCAG 2.2 AA): every page in both languages, light and dark, from 320 px to 2560 px.
import assert from 'node:assert/strict';
import { violations } from './chromium.js';
import { DESK, flow, picture } from './lab.js';
import { tour } from './tour.js';

/** What sticks out of the page, or is too small to be hit. */
function misplaced() {
  const faults = [];
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth} wide`);
  for (const one of document.querySelectorAll('button, a, input, select, summary')) {
    if (!one.checkVisibility() || one.closest('.hidden-text, .skip')) continue;
    const name = one.getAttribute('aria-label') ?? (one.innerText || one.id);
    const { width, height, left, right } = (one.closest('label') ?? one).getBoundingClientRect();
    if (width > 0 && (width < 24 || height < 24)) faults.push(`${name} is ${width} by ${height}`);
    if ((left < -0.5 || right > innerWidth + 0.5) && !one.closest('.table-box')) faults.push(`${name} is outside`);
  }
  return faults;
}

const looks = [
  { name: 'en', language: 'en', colorScheme: 'light', viewport: DESK },
  { name: 'fr-dark-320', language: 'fr', colorScheme: 'dark', viewport: { width: 320, height: 640 } },
  { name: 'en-2560', language: 'en', colorScheme: 'light', viewport: { width: 2560, height: 1440 } },
];

for (const { name: look, ...options } of looks) {
  flow(`every page is for everybody, ${look}`, async (lab) => {
    const wrong = [];
    const pages = {};
    for (const { name, role, at = '/', see } of tour) {
      pages[role] ??= await lab.page(role, options);
      const page = pages[role];
      await page.goto(at);
      await page.reload();
      await see(page);
      await picture(page, `${look}-${name}`);
      // What lies half below a bar at the edge is scrolled to; here the window becomes as high as the page.
      const height = await page.evaluate(() => document.scrollingElement.scrollHeight);
      await page.setViewportSize({ ...options.viewport, height: Math.max(height, options.viewport.height) });
      wrong.push(...(await violations(page)).map((text) => `${name}: ${text}`));
      wrong.push(...(await page.evaluate(misplaced)).map((text) => `${name}: ${text}`));
      await page.setViewportSize(options.viewport);
    }
    assert.deepEqual(wrong, []);
  });
}
