// Every screen and state, light and dark, at four widths: nothing that axe finds (WCAG 2.2 AA), nothing that runs out of the side.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { after, before, endsSoon, it, openBrowser, PHONE, signIn, until, type Browser } from './browser.ts';
import { openHouse, type House } from './house.ts';
import { leave, SCREENS, type Screen } from './screens.ts';

const WIDTHS = [320, 390, 900, 1440] as const;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Two browsers share the screens; those that build on each other stay together, in their order. */
const HALF = Math.ceil(SCREENS.length / 2);
const LANES = [SCREENS.slice(0, HALF), SCREENS.slice(HALF)];

let house: House;

type Violation = { id: string; nodes: { target: string[]; failureSummary?: string }[] };

/** Of the page and of what it shows in frames. */
async function violationsOn(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    // Through the debugger: the page's own policy lets no such script in.
    if (!(await frame.evaluate<boolean>("'axe' in globalThis"))) await frame.evaluate(AXE);
    const violations = await frame.evaluate<Violation[]>(
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, iframes: false, resultTypes: ['violations'], rules: { region: { enabled: false } } }).then(({ violations }) => violations)`,
    );
    for (const { id, nodes } of violations)
      for (const { target, failureSummary = '' } of nodes)
        found.push(`${id}: ${target.join(' ')} ${failureSummary.slice(0, 200)}`);
  }
  return found;
}

/** How far the document runs out of its window, in pixels. */
const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** What opens or moves has come to rest, and what is placed beside something else has found its place at this width. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  // What does not come to rest is found by what is looked at then.
  await until(page, AT_REST);
}

const AT_REST = `
  document.getAnimations().every(({ playState }) => playState !== 'running') &&
  [...document.querySelectorAll('[style*="opacity"]')].every((one) => getComputedStyle(one).opacity === '1') &&
  document.documentElement.scrollWidth <= document.documentElement.clientWidth`;

async function problemsOn(page: Page, screen: Screen): Promise<string[]> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  if (screen.as !== null) await signIn(page, house.address, screen.as);
  else {
    await page.goto(house.address);
    await page.evaluate(() => sessionStorage.clear());
  }
  const found: string[] = [];
  try {
    await screen.open(page, house);
    if (screen.fitsPhone) {
      await page.setViewportSize(PHONE);
      const below = await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight');
      if (below > 0) found.push(`a phone: ${below} px below its end`);
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await atRest(page);
      const over = await overflowOf(page);
      if (over > 0) found.push(`${width}: ${over} px out of the side`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const violation of await violationsOn(page)) found.push(`${width} ${colorScheme} ${violation}`);
      }
    }
  } finally {
    await leave(page);
  }
  return found;
}

describe('every screen', { concurrency: LANES.length }, () => {
  after(endsSoon);
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.close());

  for (const [lane, screens] of LANES.entries())
    describe(`in browser ${lane + 1}`, { concurrency: 1 }, () => {
      let browser: Browser;
      before(async () => {
        browser = await openBrowser();
      });
      after(() => browser?.close());

      for (const screen of screens)
        it(screen.name, async () => {
          assert.deepEqual(await problemsOn(browser.page, screen), []);
        });
    });
});
