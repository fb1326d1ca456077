/** A real browser for tests: people at it, whose clicks, keys and seconds are counted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { browserOrWhyNot } from '../../scripts/browser/find.ts';

const found = await browserOrWhyNot();

/** For tests that need a browser: why they are skipped, or nothing. */
export const needsBrowser: { skip?: string } = 'path' in found ? {} : { skip: `no browser: ${found.whyNot}` };

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-prefers-reduced-motion',
];

export type Size = { width: number; height: number };
export const DESKTOP: Size = { width: 1440, height: 900 };
export const PHONE: Size = { width: 390, height: 844 };

export type Browser = { context: BrowserContext; page: Page; close: () => Promise<void> };

type Options = { size?: Size; colorScheme?: 'light' | 'dark'; javaScript?: boolean };

/** Opens a browser of its own, with nothing in it. */
export async function openBrowser({
  size = DESKTOP,
  colorScheme = 'light',
  javaScript = true,
}: Options = {}): Promise<Browser> {
  if (!('path' in found)) throw new Error(found.whyNot);
  const folder = mkdtempSync(path.join(tmpdir(), 'sayso-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: found.path,
    headless: true,
    args: ARGUMENTS,
    viewport: size,
    colorScheme,
    javaScriptEnabled: javaScript,
    locale: 'en-US',
  });
  context.setDefaultTimeout(30_000);
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const ENDS_MS = 3000;

/** To be called when all is closed: what a browser has left behind keeps no test run waiting. */
export function endsSoon(): void {
  setTimeout(() => process.exit(), ENDS_MS).unref();
}

/** Somebody at a browser. What they do is counted. */
export class Hands {
  readonly page: Page;
  clicks = 0;
  keys = 0;
  private began = performance.now();

  constructor(page: Page) {
    this.page = page;
  }

  /** Signs in at the demo; that is not counted. */
  async be(address: string, person: string, at = '/'): Promise<void> {
    const answer = await fetch(`${address}/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    });
    const session = await answer.text();
    await this.page.goto(address);
    await this.page.evaluate((kept) => sessionStorage.setItem('sayso.session', kept), session);
    await this.page.goto(`${address}${at}`);
    await this.page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
    this.begin();
  }

  /** Counts from now on. */
  begin(): void {
    this.clicks = 0;
    this.keys = 0;
    this.began = performance.now();
  }

  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }

  async click(what: Locator): Promise<void> {
    this.clicks += 1;
    await what.click();
  }

  seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** "0 clicks, 44 keys, 2.1 s" */
  count(): string {
    return `${this.clicks} ${this.clicks === 1 ? 'click' : 'clicks'}, ${this.keys} keys, ${this.seconds().toFixed(1)} s`;
  }
}

/** Hears of everything that a browser complains about: what the policy refused, and errors of the page. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
  return complaints;
}
