// The client as others get it: packed, installed where there is no registry, and the program of its README run with it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { npm, packSdk, type Packed } from '../scripts/sdk/pack.ts';
import { openService, type Service } from '../test/service.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
/** A client that is carried to every page stays small: what runs of it, as written. */
const MOST_BYTES = 30_000;

let folder = '';
let packed: Packed;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sayso-sdk-'));
  packed = await packSdk(join(folder, 'packed'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  await npm(['install', packed.file], folder);
});
after(() => rm(folder, { recursive: true, force: true }));

const readme = readFile(new URL('README.md', import.meta.url), 'utf8');
const blocksOf = async (language: string): Promise<string[]> =>
  [...(await readme).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, text = '']) => text,
  );

type Manifest = { version: string; license: string; dependencies?: object };
const manifest = async (path: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(root, path), 'utf8')) as Manifest;

describe('the package', () => {
  it('has what runs and its types, nothing else, and depends on nothing', async (t) => {
    const sources = packed.files.filter((file) => !/\.(?:js|d\.ts)$/.test(file));
    assert.deepEqual(sources.toSorted(), ['LICENSE', 'README.md', 'package.json']);
    assert.ok(!packed.files.some((file) => file.includes('test')), packed.files.join(' '));
    const scripts = packed.files.filter((file) => file.endsWith('.js'));
    const texts = await Promise.all(
      scripts.map((file) => readFile(join(folder, 'node_modules/@sayso/sdk', file), 'utf8')),
    );
    const size = texts.join('').length;
    assert.ok(size < MOST_BYTES, `${size} bytes of JavaScript`);
    t.diagnostic(`${packed.packedSize} bytes packed, ${packed.size} unpacked, ${size} of them JavaScript`);
    const imported = [...texts.join('\n').matchAll(/^(?:import|export) .* from '(.+)';$/gm)];
    assert.ok(imported.length > 5);
    for (const [, name = ''] of imported) assert.match(name, /^\.\/[\w-]+\.js$/);
  });

  it('is of the same version as the service', async () => {
    const [own, service] = [await manifest('sdk/package.json'), await manifest('package.json')];
    assert.deepEqual([own.version, own.license], [service.version, service.license]);
    assert.equal(own.dependencies, undefined);
  });
});

describe('the program of the README', () => {
  let service: Service;
  before(async () => {
    service = await openService();
    await writeFile(join(folder, 'program.js'), (await blocksOf('js')).join('\n'));
  });
  after(() => service.close());

  it('prints what stands there', async () => {
    const { stdout } = await run(process.execPath, ['program.js'], {
      cwd: folder,
      timeout: 30_000,
      env: { SAYSO_URL: service.http.address, SAYSO_TOKEN: await service.token('mia') },
    });
    assert.deepEqual([stdout], await blocksOf('text'));
  });

  it('is right by the types, as Node and as bundlers find them', async () => {
    const wrong = `${(await blocksOf('js'))[0]}
      const { case: one } = await sayso.call('case.show', { case: 'c1' });
      // @ts-expect-error It is a number.
      const version: string = one.version;
      // @ts-expect-error There is no such operation.
      await sayso.call('case.shoe', { case: 'c1' });
      // @ts-expect-error A case is named.
      await sayso.call('case.show', {});
    `;
    await writeFile(join(folder, 'wrong.ts'), wrong);
    const typed = { strict: true, allowJs: true, checkJs: true, noEmit: true, target: 'esnext' };
    const node = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] };
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      const options = { ...typed, ...node, module, moduleResolution };
      const files = ['program.js', 'wrong.ts'];
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
      await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch(
        (error: { stdout: string }) => assert.fail(error.stdout),
      );
    }
  });
});
