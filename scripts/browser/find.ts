/** Finds a Chromium or Chrome that is there; on Debian, and as root, it can install one. Nothing is downloaded by hand. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export type Found = { path: string } | { whyNot: string };

/**
 * A browser, or why there is none.
 * @param install where none is there, install Debian's if that can be done
 */
export async function browserOrWhyNot(
  { install, say }: { install: boolean; say: (line: string) => void } = {
    install: false,
    say: () => undefined,
  },
): Promise<Found> {
  const named = process.env['SAYSO_BROWSER'];
  if (named !== undefined && named !== '')
    return existsSync(named)
      ? { path: named }
      : { whyNot: `SAYSO_BROWSER names ${named}, and there is nothing` };
  const there = PLACES.find((place) => existsSync(place));
  if (there !== undefined) return { path: there };
  const canInstall =
    process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!install || !canInstall)
    return {
      whyNot:
        'no Chromium or Chrome is installed. Install one (Debian: apt-get install chromium), or name it: SAYSO_BROWSER=/path',
    };
  say('No browser is here: installing Debian’s Chromium …');
  try {
    await run('apt-get', ['update', '-q'], { maxBuffer: 1e8 });
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], {
      maxBuffer: 1e8,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    return {
      whyNot: `Chromium could not be installed: ${error instanceof Error ? error.message.slice(0, 300) : ''}`,
    };
  }
  return existsSync('/usr/bin/chromium')
    ? { path: '/usr/bin/chromium' }
    : { whyNot: 'Chromium was not installed' };
}
