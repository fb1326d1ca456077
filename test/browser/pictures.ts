// Pictures of every screen and state: `npm run screenshots`.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'node:test';
import { after, before, endsSoon, it, openBrowser, PHONE, signIn, type Browser } from './browser.ts';
import { openHouse, type House } from './house.ts';
import { leave, SCREENS } from './screens.ts';

const into = process.env['SAYSO_PICTURES'] ?? 'screenshots';
const only = process.env['SAYSO_PICTURES_ONLY'] ?? '';
const SIZES = [
  ['desk', { width: 1440, height: 900 }],
  ['middle', { width: 900, height: 900 }],
  ['phone', PHONE],
] as const;

let house: House;
let browser: Browser;

describe('pictures', () => {
  after(endsSoon);
  before(async () => {
    mkdirSync(into, { recursive: true });
    house = await openHouse();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });
  for (const screen of SCREENS.filter(({ name }) => name.includes(only)))
    it(screen.name, async () => {
      const { page } = browser;
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      if (screen.as !== null) await signIn(page, house.address, screen.as);
      else {
        await page.goto(house.address);
        await page.evaluate(() => sessionStorage.clear());
      }
      await screen.open(page, house);
      for (const [size, viewport] of screen.startsSmall === true ? SIZES.toReversed() : SIZES)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await page.screenshot({
            path: path.join(into, `${screen.name}-${size}-${colorScheme}.png`),
            fullPage: size !== 'desk',
          });
        }
      await leave(page);
    });
});
