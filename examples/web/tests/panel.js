// A kiosk's page in Chromium, wherever it is served.

/** What a visitor sees and does. */
export class Panel {
  constructor(page) {
    this.page = page;
  }

  async ready() {
    await this.page.locator('body[data-ready]').waitFor({ timeout: 30_000 });
  }

  /** From here on the page's time passes only as the test says, however slow the machine is. */
  async stopClock() {
    const now = await this.page.evaluate(() => Date.now());
    await this.page.clock.pauseAt(now + 1000);
  }

  /** Waits for a screen by its kind. */
  async at(kind) {
    await this.page.locator(`body[data-screen="${kind}"]`).waitFor({ timeout: 10_000 });
  }

  async is() {
    return this.page.evaluate(() => document.body.dataset.screen);
  }

  title() {
    return this.page.locator('h1').innerText();
  }

  lines() {
    return this.page.locator('#lines p').allInnerTexts();
  }

  note() {
    return this.page.locator('#note').innerText();
  }

  names() {
    return this.page.locator('#choices .name').allInnerTexts();
  }

  /** Chooses by the label. */
  async choose(label) {
    await this.page.locator('#choices button').filter({ hasText: label }).first().click();
  }

  /** Chooses by what a choice does. */
  async pick(kind) {
    await this.page.locator(`#choices button[data-kind="${kind}"]`).first().click();
  }

  /** Touches keys of the screen's keyboard. */
  async keys(text) {
    for (const character of text) {
      const key = character === ' ' ? 'space' : character.toLowerCase();
      await this.page.locator(`#keys [data-key="${key}"]`).click();
    }
  }

  async submit() {
    await this.page.locator('#keys [data-key="submit"]').click();
  }

  async back() {
    await this.page.locator('#back').click();
  }

  async home() {
    await this.page.locator('#home').click();
    await this.at('welcome');
  }

  async language() {
    await this.page.locator('#language').click();
  }

  /** What staff read. */
  async status() {
    await this.page.keyboard.press('Control+Alt+KeyS');
    const facts = await this.page.locator('#facts').innerText();
    await this.page.locator('dialog button').click();
    return facts;
  }
}
