/** The client as a package: JavaScript and its types, since Node runs no TypeScript from node_modules. */
import { execFile } from 'node:child_process';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

export type Packed = {
  /** The package, `sayso-sdk-0.1.0.tgz`. */
  file: string;
  /** Of the package, and of what is in it, in bytes. */
  packedSize: number;
  size: number;
  files: string[];
};

/** Builds the client in `folder`, which is emptied before, and packs it there. */
export async function packSdk(folder: string): Promise<Packed> {
  const built = join(folder, 'package');
  await rm(folder, { recursive: true, force: true });
  await mkdir(built, { recursive: true });
  await run(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '--project',
    join(root, 'sdk'),
    '--outDir',
    built,
    '--noEmit',
    'false',
    '--declaration',
    '--rewriteRelativeImportExtensions',
  ]);
  for (const file of ['sdk/package.json', 'sdk/README.md', 'LICENSE'])
    await cp(join(root, file), join(built, file.replace('sdk/', '')));
  const { stdout } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], built);
  const [packed] = JSON.parse(stdout) as {
    filename: string;
    size: number;
    unpackedSize: number;
    files: { path: string }[];
  }[];
  if (!packed) throw new Error(`npm pack said nothing of a package: ${stdout}`);
  return {
    file: join(folder, packed.filename),
    packedSize: packed.size,
    size: packed.unpackedSize,
    files: packed.files.map(({ path }) => path),
  };
}

/** Runs npm in a folder, without asking a registry for anything. */
export const npm = (args: readonly string[], cwd: string): Promise<{ stdout: string }> =>
  run('npm', [...args, '--offline', '--no-audit', '--no-fund', '--no-update-notifier'], {
    cwd,
    shell: process.platform === 'win32',
  });
