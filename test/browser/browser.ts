/** A real browser for tests: people at it, whose clicks, keys and seconds are counted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { browserOrWhyNot } from '../../scripts/browser/find.ts';

const found = await browserOrWhyNot();

const whyNot = 'path' in found ? undefined : `no browser: ${found.whyNot}`;

/** As node:test has it, for what needs a browser: where there is none it is skipped with the reason, and counted. */
export const it = (name: string, run: (t: TestContext) => Promise<void> | void): void =>
  void test.it(name, whyNot === undefined ? {} : { skip: whyNot }, run);

const never = (): void => undefined;
/** As node:test has them; where there is no browser nothing is opened, and there is nothing to close. */
export const before: (run: () => Promise<void>) => void = whyNot === undefined ? test.before : never;
export const after: (run: () => Promise<void> | void) => void = whyNot === undefined ? test.after : never;
export const beforeEach: (run: () => void) => void = whyNot === undefined ? test.beforeEach : never;
export const afterEach: (run: (t: TestContext) => void) => void =
  whyNot === undefined ? (run) => test.afterEach((t) => run(t as TestContext)) : never;

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Size = { width: number; height: number };
export const DESKTOP: Size = { width: 1440, height: 900 };
export const PHONE: Size = { width: 390, height: 844 };

export type Browser = { context: BrowserContext; page: Page; close: () => Promise<void> };

type Options = { size?: Size; colorScheme?: 'light' | 'dark'; javaScript?: boolean; timeZone?: string };

/** Opens a browser of its own, with nothing in it. */
export async function openBrowser({
  size = DESKTOP,
  colorScheme = 'light',
  javaScript = true,
  timeZone,
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
    ...(timeZone !== undefined && { timezoneId: timeZone }),
    reducedMotion: 'reduce',
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

const PATIENCE_MS = 3000;

/** Whether something comes to hold on the page, within a few seconds. A policy forbids the page to be asked to wait for it itself. */
export async function until(page: Page, expression: string): Promise<boolean> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await later(20))
    if (await page.evaluate<boolean>(expression)) return true;
  return false;
}

const ENDS_MS = 3000;

/** To be called when all is closed: what a browser has left behind keeps no test run waiting. */
export function endsSoon(): void {
  setTimeout(() => process.exit(), ENDS_MS).unref();
}

/** In every document: what a person would have pressed. A text that is put in at once counts as its keys, a choice as a press. */
const COUNT = `
  addEventListener('pointerdown', (event) => event.isTrusted && counted(1, 0), true);
  addEventListener('keydown', (event) => event.isTrusted && !['Control', 'Shift', 'Alt', 'Meta'].includes(event.key) && counted(0, 1), true);
  addEventListener('input', ({ target, data }) => {
    if (target.matches('select')) counted(1, 0);
    else if ((data ?? '').length > 1) counted(0, data.length);
  }, true);
`;

/** Somebody at a browser. What they do is counted, by the page, however it is done. */
export class Hands {
  readonly page: Page;
  clicks = 0;
  keys = 0;
  private began = performance.now();

  private constructor(page: Page) {
    this.page = page;
  }

  /** Somebody at a page; to be called before anything is shown on it. */
  static async at(page: Page): Promise<Hands> {
    const hands = new Hands(page);
    await page.exposeFunction('counted', (clicks: number, keys: number) => {
      hands.clicks += clicks;
      hands.keys += keys;
    });
    await page.addInitScript(COUNT);
    return hands;
  }

  /** Counts from now on. */
  begin(): void {
    this.clicks = 0;
    this.keys = 0;
    this.began = performance.now();
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Signs in at the demo; counts from then on. */
  async be(address: string, person: string, at = '/'): Promise<void> {
    await signIn(this.page, address, person, at);
    this.begin();
  }

  seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** "0 clicks, 44 keys, 2.1 s" */
  count(): string {
    return `${this.clicks} ${this.clicks === 1 ? 'click' : 'clicks'}, ${this.keys} keys, ${this.seconds().toFixed(1)} s`;
  }
}

/** Signs somebody in at the demo, and shows them a page. */
export async function signIn(page: Page, address: string, person: string, at = '/'): Promise<void> {
  const answer = await fetch(`${address}/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  const session = await answer.text();
  await page.goto(address);
  await page.evaluate((kept) => sessionStorage.setItem('sayso.session', kept), session);
  await page.goto(`${address}${at}`);
  await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
}

/** Hears of everything that a browser complains about: what the policy refused, errors of the page, and what is asked of others. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.context().on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:$/.test(protocol) && hostname !== '127.0.0.1' && hostname !== 'localhost')
      complaints.push(`asked of ${hostname}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
  return complaints;
}
