/** How much the desk loads. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pageFolder } from '../../src/shell/page.ts';

export const MOST_BYTES = 250 * 1024;

/** The script and style that the desk's document names, packed: how many files, how many bytes. */
export async function weighDesk(): Promise<{ files: number; bytes: number }> {
  const folder = await pageFolder();
  assert.ok(folder !== undefined, 'there is no page');
  const document = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const files = readdirSync(path.join(folder, 'assets')).filter(
    (name) => /\.(?:js|css)$/.test(name) && document.includes(name),
  );
  const bytes = files.map((name) => gzipSync(readFileSync(path.join(folder, 'assets', name))).length);
  return { files: files.length, bytes: bytes.reduce((sum, one) => sum + one, 0) };
}
