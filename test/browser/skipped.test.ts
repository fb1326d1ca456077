// Where no browser can be had, what needs one is skipped with the reason, and counted.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FILES = ['journeys.test.ts', 'panel.test.ts'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);

test('without a browser every journey is skipped, with the reason, and counted', () => {
  const written = FILES.flatMap((file) => readFileSync(file, 'utf8').match(/^ {2}it\(/gm) ?? []).length;
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const { stdout, status } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...FILES], {
    encoding: 'utf8',
    env: { ...environment, SAYSO_BROWSER: '/nowhere/chromium' },
  });
  assert.equal(status, 0, stdout);
  assert.ok(written > 20);
  assert.match(stdout, new RegExp(`^# tests ${written}$`, 'm'));
  assert.match(stdout, new RegExp(`^# skipped ${written}$`, 'm'));
  assert.match(stdout, /SKIP no browser: SAYSO_BROWSER names \/nowhere\/chromium/);
});
