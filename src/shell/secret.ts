/** The secret that tokens and links are signed with: the same on every node of an installation. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './database/fault.ts';
import { StoreFault, wordsOf } from './store/fault.ts';

const BYTES = 32;
const HEX = /^[0-9a-f]{64,}$/i;

/**
 * The secret of `given` (at least 64 hexadecimal digits), else the one of the data folder, which is made there when it is
 * first needed. Nodes that share no data folder have to be given one.
 * @throws StoreFault `secret` when it is none, or can't be read or kept
 */
export function secretOf(dataDir: string, given: string | undefined): Uint8Array {
  if (given !== undefined) return read(given, 'SAYSO_SECRET');
  const file = path.join(dataDir, 'secret');
  try {
    return read(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw faultOf(error, file);
  }
  try {
    mkdirSync(dataDir, { recursive: true });
    // Whoever comes first wins, and nobody ever reads half of it.
    const own = `${file}.${process.pid}`;
    writeFileSync(own, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600 });
    try {
      linkSync(own, file);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      rmSync(own);
    }
    return read(readFileSync(file, 'utf8'), file);
  } catch (error) {
    throw faultOf(error, file);
  }
}

function read(text: string, where: string): Uint8Array {
  const digits = text.trim();
  if (HEX.test(digits) && digits.length % 2 === 0) return Buffer.from(digits, 'hex');
  throw new StoreFault(
    'secret',
    `The secret in ${where} is none: it has to be at least 64 hexadecimal digits, an even number of them`,
    'Make one, the same for all nodes: openssl rand -hex 32',
  );
}

const faultOf = (error: unknown, file: string): unknown =>
  error instanceof StoreFault
    ? error
    : new StoreFault(
        'secret',
        `The secret in ${file} can't be used: ${wordsOf(error)}`,
        'Give the user that Sayso runs as the right to read and write there, or set SAYSO_SECRET.',
      );
