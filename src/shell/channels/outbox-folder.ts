/**
 * Messages as files in a folder, one each, named by their key: what a real channel does until there is one. Delivered
 * twice, it is the same file.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../core/words/hash.ts';
import type { Channel } from './channel.ts';

/** A channel that writes `<folder>/<organization>/<hash of the key>.json`. */
export function folderChannel(folder: string): Channel {
  return async ({ organization, conversation, effect }) => {
    const place = path.join(folder, organization);
    await mkdir(place, { recursive: true });
    const file = path.join(place, `${sha256(effect.key).slice(0, 32)}.json`);
    const temporary = `${file}.${process.pid}`;
    await writeFile(temporary, `${JSON.stringify({ conversation, ...effect }, null, 2)}\n`, { mode: 0o600 });
    await rename(temporary, file);
    return { delivered: true };
  };
}
