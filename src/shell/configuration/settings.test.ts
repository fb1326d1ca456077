/** What a node can be told, by file and by environment, and what is said about mistakes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Problem } from '../../core/words/problem.ts';
import { configurationFile, readSettings } from './read-settings.ts';
import { SETTING_KEYS, settingOf, variableOf, type Settings } from './settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sayso-settings-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (text: string): { name: string; folder: string; text: string } => ({
  name: 'sayso.yaml',
  folder,
  text,
});

function settings(text: string, environment: Record<string, string> = {}): Settings {
  const read = readSettings(fileOf(text), environment);
  assert.ok('settings' in read, JSON.stringify(read));
  return read.settings;
}

function problems(text: string, environment: Record<string, string> = {}): Problem[] {
  const read = readSettings(fileOf(text), environment);
  assert.ok('problems' in read, JSON.stringify(read));
  return read.problems;
}

test('nothing is needed: what is left out has a default, on this machine alone', () => {
  const read = readSettings(undefined, {});
  assert.deepEqual(read, {
    settings: {
      listen: { host: '127.0.0.1', port: 4747 },
      log_level: 'info',
      pool_size: 10,
      rate_limit_per_minute: 6000,
      body_limit_kb: 1024,
      drain_seconds: 0,
    },
  });
});

test('the environment goes before the file; an empty variable is none', () => {
  const text = 'pool_size: 20\nlog_level: warn\nlisten: "[::1]:80"\ndata_dir: data';
  const read = settings(text, { SAYSO_POOL_SIZE: '30', SAYSO_LOG_LEVEL: '', SAYSO_DATA_DIR: 'here' });
  assert.equal(read.pool_size, 30);
  assert.equal(read.log_level, 'warn');
  assert.deepEqual(read.listen, { host: '::1', port: 80 });
  assert.equal(read.data_dir, path.resolve('here'));
  assert.equal(settings(text).data_dir, path.join(folder, 'data'));
});

test('every setting takes its example, and has a line in the reference', () => {
  for (const key of SETTING_KEYS) {
    const { example, secret } = settingOf(key);
    if (secret?.(example)) continue;
    settings('', { [variableOf(key)]: example });
  }
});

test('a slip is named with what was meant, in the file and in the environment', () => {
  const [file, variable, ...more] = problems('log_level: info\npol_size: 3', { SAYSO_DATABSE_URL: 'x' });
  assert.deepEqual(more, []);
  assert.deepEqual([file?.line, file?.mend], [2, 'Did you mean "pool_size"?']);
  assert.match(variable?.mend ?? '', /SAYSO_DATABASE_URL/);
  // Kubernetes sets such variables by itself, and tests have their own.
  settings('', {
    SAYSO_PORT: 'tcp://10.0.0.1:80',
    SAYSO_TEST_SERVER: '1',
    SAYSO_SEED: '3',
    SAYSO_CONFIG: 'x',
  });
});

test('a wrong value is refused with what it is to be', () => {
  const wrong: [string, RegExp][] = [
    ['pool_size: many', /a whole number from 2 to 200/],
    ['pool_size: 1', /2 to 200/],
    ['listen: 4747', /a host and a port/],
    ['listen: localhost:70000', /a host and a port/],
    ['log_level: loud', /silent, error, warn/],
    ['public_url: ftp://x', /https:/],
    ['[a]', /list of keys/],
    ['a: b: c', /./],
  ];
  for (const [text, words] of wrong) {
    const [problem] = problems(text);
    assert.match(problem?.message ?? '', words, text);
    assert.equal(problem?.severity, 'error');
  }
  assert.match(problems('', { SAYSO_POOL_SIZE: 'x' })[0]?.mend ?? '', /SAYSO_POOL_SIZE=20/);
});

test('a secret stands in no configuration file, and in no message', () => {
  const hidden = 'hunter2hunter2hunter2hunter2hunter2';
  for (const text of [
    `secret: ${hidden}`,
    `database_url: postgres://sayso:${hidden}@db/sayso`,
    `mail_smtp: smtp://me:${hidden}@mail`,
  ]) {
    const found = problems(text);
    assert.equal(found[0]?.code, 'secret-in-file');
    assert.ok(!JSON.stringify(found).includes(hidden));
  }
  assert.ok(!JSON.stringify(problems('', { SAYSO_SECRET: 'too short' })).includes('too short'));
  settings('database_url: postgres://sayso_service@db/sayso');
});

test('a secret comes from a file of its own, or from the environment, which goes first', () => {
  writeFileSync(path.join(folder, 'secret'), `${'a'.repeat(64)}\n`);
  assert.equal(settings('secret_file: secret').secret, 'a'.repeat(64));
  assert.equal(settings('secret_file: secret', { SAYSO_SECRET: 'b'.repeat(64) }).secret, 'b'.repeat(64));
  const named = { SAYSO_SECRET_FILE: path.join(folder, 'secret') };
  assert.equal(settings('', named).secret, 'a'.repeat(64));
  assert.throws(() => settings('secret_file: gone'), /no such file/);
});

test('the file of the configuration is read where it lies', () => {
  const name = path.join(folder, 'own.yaml');
  writeFileSync(name, 'mail_folder: mail\n');
  const read = readSettings(configurationFile(name), {});
  assert.ok('settings' in read);
  assert.equal(read.settings.mail_folder, path.join(folder, 'mail'));
});
