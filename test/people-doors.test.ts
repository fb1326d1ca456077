/** People on the command line: what the table says, with files for texts. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openOffice, type Office } from './office.ts';
import { without } from './people-world.ts';

let office: Office;
let folder: string;
before(async () => {
  office = await openOffice();
  folder = await mkdtemp(join(tmpdir(), 'sayso-people-'));
});
after(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

test('a lunch, and who is there', async () => {
  const said = await office.cli([
    'people',
    'presence',
    'kai',
    '--state',
    'away',
    '--until',
    '2026-03-10T20:00:00Z',
    '--as',
    'kai',
  ]);
  assert.equal(said.code, 0, said.err);
  const { out } = await office.cli([
    'people',
    'list',
    '--on-duty',
    '--manager',
    'lena',
    '--as',
    'mia',
    '--json',
  ]);
  const { people } = JSON.parse(out) as { people: { id: string }[] };
  assert.deepEqual(
    people.map(({ id }) => id),
    ['lumo', 'mia'],
  );
  const refused = await office.cli(['people', 'presence', 'kai', '--state', 'here', '--as', 'mia']);
  assert.equal(refused.code, 1);
  assert.match(refused.err + refused.out, /Kai Whitfield and the managers above them/);
});

test('people from a file: first what will change, then it is so', async () => {
  const file = join(folder, 'people.yaml');
  await writeFile(file, without('sam'));
  const given = ['--text', file, '--format', 'yaml', '--as', 'nadia'];
  const preview = await office.cli(['people', 'preview', ...given, '--json']);
  assert.equal(preview.code, 0, preview.err);
  const { says, if_hash: hash } = JSON.parse(preview.out) as { says: string[]; if_hash: string };
  assert.deepEqual(says, ['Sam Oduya leaves.']);
  const imported = await office.cli(['people', 'import', ...given, '--if-hash', hash]);
  assert.equal(imported.code, 0, imported.err);
  assert.equal((await office.cli(['people', 'show', 'sam', '--as', 'mia'])).code, 1);
});
