/** What ships to run it elsewhere: each path, command and setting that is named there is there. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { programFor } from '../src/doors/cli/cli.ts';
import { readSettings } from '../src/shell/configuration/read-settings.ts';
import { SETTING_KEYS, variableOf } from '../src/shell/configuration/settings.ts';
import { inRoot } from './command-line.ts';
import { worldFor } from './office.ts';

const read = (file: string): string => readFileSync(inRoot(file), 'utf8');
const unit = read('deploy/systemd/sayso.service');
const containerfile = read('deploy/container/Containerfile');

/** Variables of the environment that a text names. */
const variablesIn = (text: string): string[] => [...text.matchAll(/\bSAYSO_[A-Z_]+/g)].map(([name]) => name);

const VARIABLES = new Set(SETTING_KEYS.flatMap((key) => [variableOf(key), `${variableOf(key)}_FILE`]));

test('the configuration that ships is sound, with all that is commented out in it', () => {
  const example = read('deploy/sayso.yaml');
  for (const text of [example, example.replaceAll(/^# (?=[a-z_]+: )/gm, '')]) {
    // Files of secrets lie elsewhere.
    const given = text.replaceAll(/^[a-z_]+_file: .*$/gm, '');
    const settings = readSettings({ name: 'sayso.yaml', folder: '/etc/sayso', text: given }, {});
    assert.ok('settings' in settings, JSON.stringify(settings));
  }
  for (const [, key = ''] of example.matchAll(/^(?:# )?([a-z_]+)(?:_file)?: /gm))
    assert.ok(VARIABLES.has(variableOf(key)), `${key} is no setting`);
});

test('the unit starts what there is, and hardens it', () => {
  const [, start = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
  const [, main, command, ...options] = start.split(' ');
  assert.ok(existsSync(inRoot((main ?? '').replace('/usr/lib/sayso/', ''))), start);
  const ran = { code: 0, out: '', err: '' };
  const known = programFor(worldFor({}, ran), () => undefined).commands.find((one) => one.name() === command);
  assert.ok(known, start);
  for (const option of options.filter((one) => one.startsWith('--')))
    assert.ok(
      known.options.some(({ long }) => long === option),
      option,
    );
  for (const name of variablesIn(unit)) assert.ok(VARIABLES.has(name), name);
  for (const line of ['User=sayso', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'StateDirectory=sayso'])
    assert.ok(unit.includes(`\n${line}\n`), line);
});

test('systemd finds nothing wrong with the unit', (t) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
    t.skip('there is no systemd here');
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'sayso-unit-'));
  try {
    const here = path.join(folder, 'sayso.service');
    // Where it is installed there is nothing here.
    writeFileSync(
      here,
      unit
        .replace('/usr/lib/sayso/node_modules/node/bin/node', process.execPath)
        .replaceAll('/usr/lib/sayso/', inRoot(''))
        .replace(/^Documentation=.*$/m, ''),
    );
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', here], {
      encoding: 'utf8',
    });
    const about = stderr.split('\n').filter((line) => line.includes('sayso.service'));
    assert.deepEqual([status, about], [0, []], stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the container is made of what there is, and is not root', () => {
  const copied = [...containerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  assert.ok(copied.includes('src'));
  for (const name of copied) assert.ok(existsSync(inRoot(name)), name);
  for (const name of variablesIn(containerfile)) assert.ok(VARIABLES.has(name), name);
  assert.match(containerfile, /^USER node$/m);
  assert.match(containerfile, /^HEALTHCHECK /m);
  // What asks after its health is a program that can be read.
  const [, program = ''] = /"-e", "(.*)"\]$/m.exec(containerfile) ?? [];
  execFileSync(process.execPath, ['--check', '-'], { input: program });
  assert.match(program, /\/healthz/);
  assert.match(read('src/doors/http/watch.ts'), /'\/healthz'/);
});
