/**
 * Anchors: where the chains of all organizations end, written outside the database every minute. Whoever may change the
 * database can remove the newest entries and write the head anew; up to the last anchor that is found.
 *
 * `<folder>/<organization>/<YYYY-MM>.jsonl`, one JSON object a line, only ever added to. Copy the folder to where the
 * database's administrators have no say. Several nodes may write into one folder.
 */
import { mkdir, open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { canonical } from '../../core/words/hash.ts';
import { formatInstant, parseInstant, type Instant } from '../../core/words/time.ts';
import { codeOf } from '../database/fault.ts';
import type { Engine } from '../engine.ts';
import { confirm } from '../store/confirm.ts';
import { StoreFault, wordsOf } from '../store/fault.ts';

/** The chain ended here at an instant: `hash` in hexadecimal. */
export type Anchor = { sequence: number; hash: string; at: Instant };

const EVERY_MS = 60_000;
const PAGE = 500;
/** More than an anchor's line has. */
const TAIL_BYTES = 1024;
const FILE = /^\d{4}-\d{2}\.jsonl$/;
/** As the database has it: an id stands in paths. */
const ID = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;

/**
 * Writes anchors now and every minute.
 * @param onFault hears of faults; it is tried again a minute later
 * @returns `stop` writes them once more, so that what this node wrote last is anchored too
 */
export function startAnchors(
  engine: Engine,
  folder: string,
  onFault: (error: unknown) => void = () => undefined,
): { stop: () => Promise<void> } {
  const known = new Map<string, string>();
  let underWay: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    try {
      await writeAnchors(engine, folder, known);
    } catch (error) {
      onFault(error);
    }
  };
  const round = (): void => {
    underWay ??= write().finally(() => {
      underWay = undefined;
    });
  };
  round();
  const every = setInterval(round, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(every);
      await underWay;
      await write();
    },
  };
}

/**
 * Anchors the chains that have grown since their last anchor. A node whose clock is off writes none.
 * @param known the last anchored hash of each organization, as far as this process knows it
 * @returns how many were written
 * @throws StoreFault `anchors` when the folder can't be used
 */
export async function writeAnchors(
  engine: Engine,
  folder: string,
  known: Map<string, string> = new Map(),
): Promise<number> {
  if (!engine.clock.right) return 0;
  const at = engine.clock.now();
  let written = 0;
  for (let after: string | undefined = ''; after !== undefined;) {
    const heads = await headsAfter(engine, after);
    const grown = heads.filter(
      ({ organization, sequence, hash }) => sequence > 0 && known.get(organization) !== hash,
    );
    // An anchor of what is lost with its primary would accuse the one that comes after it.
    if (grown.length > 0) await engine.database.use(confirm);
    for (const { organization, sequence, hash } of grown) {
      if (await anchor(folder, organization, { sequence, hash, at })) written += 1;
      known.set(organization, hash);
    }
    after = heads.length < PAGE ? undefined : heads.at(-1)?.organization;
  }
  return written;
}

type NamedHead = { organization: string; sequence: number; hash: string };

const headsAfter = (engine: Engine, after: string): Promise<NamedHead[]> =>
  engine.database.use(async (pool) => {
    const { rows } = await pool.query<NamedHead>(
      'select organization_id as organization, sequence, hash from sayso.heads($1, $2)',
      [after, PAGE],
    );
    return rows;
  });

/** False: another node has anchored it there. */
async function anchor(
  folder: string,
  organization: string,
  { sequence, hash, at }: Anchor,
): Promise<boolean> {
  const place = path.join(folder, idOf(organization));
  try {
    if ((await lastHash(place)) === hash) return false;
    await mkdir(place, { recursive: true, mode: 0o700 });
    const file = path.join(place, `${formatInstant(at).slice(0, 7)}.jsonl`);
    const line = canonical({ at: formatInstant(at), hash, organization_id: organization, sequence });
    if (await append(file, line)) for (const made of [place, folder]) await syncFolder(made);
    return true;
  } catch (error) {
    throw new StoreFault(
      'anchors',
      `No anchor could be written in ${place}: ${wordsOf(error)}`,
      'Give the user that Sayso runs as the right to write there, or make room.',
    );
  }
}

/** Adds a line for good. True: the file is new. */
async function append(file: string, line: string): Promise<boolean> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const tail = await readTail(handle);
    // What a crash cut off stays a line of its own.
    const cut = tail !== '' && !tail.endsWith('\n');
    await handle.write(`${cut ? '\n' : ''}${line}\n`);
    await handle.datasync();
    return tail === '';
  } finally {
    await handle.close();
  }
}

async function readTail(handle: FileHandle): Promise<string> {
  const { size } = await handle.stat();
  const { buffer, bytesRead } = await handle.read({
    buffer: Buffer.alloc(TAIL_BYTES),
    position: Math.max(0, size - TAIL_BYTES),
  });
  return buffer.toString('utf8', 0, bytesRead);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The hash of the newest anchor of an organization. */
async function lastHash(place: string): Promise<string | undefined> {
  const newest = (await filesIn(place)).at(-1);
  if (newest === undefined) return undefined;
  const handle = await open(path.join(place, newest), 'r');
  try {
    const [line] = (await readTail(handle)).trimEnd().split('\n').slice(-1);
    return readAnchor(line ?? '')?.hash;
  } finally {
    await handle.close();
  }
}

/** Files of anchors, the oldest month first; none where there is no folder. */
async function filesIn(place: string): Promise<string[]> {
  try {
    return (await readdir(place)).filter((name) => FILE.test(name)).toSorted();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * An organization's anchors, in the order of the chain. Within a month, and across its end, nodes may have written them in
 * any order; so two months are in memory at a time.
 * @param folder undefined: there are none to be looked at
 * @returns `unusable` for each line that can't be read
 * @throws StoreFault `anchors` when a file can't be read
 */
export async function* anchorsOf(
  folder: string | undefined,
  organization: string,
): AsyncGenerator<Anchor | 'unusable'> {
  if (folder === undefined) return;
  const place = path.join(folder, idOf(organization));
  try {
    let held: Anchor[] = [];
    for (const name of await filesIn(place)) {
      const upTo = held.at(-1)?.sequence ?? -1;
      for (const line of (await readFile(path.join(place, name), 'utf8')).split('\n')) {
        if (line === '') continue;
        const read = readAnchor(line, organization);
        if (read) held.push(read);
        else yield 'unusable';
      }
      held = held.toSorted((a, b) => a.sequence - b.sequence);
      const later = held.findIndex(({ sequence }) => sequence > upTo);
      yield* held.splice(0, later === -1 ? held.length : later);
    }
    yield* held;
  } catch (error) {
    throw new StoreFault(
      'anchors',
      `The anchors in ${place} can't be read: ${wordsOf(error)}`,
      'Give yourself the right to read them.',
    );
  }
}

/** An anchor of a line; undefined: it is none, or another organization's. */
function readAnchor(line: string, organization?: string): Anchor | undefined {
  let read: Partial<Record<'at' | 'hash' | 'organization_id' | 'sequence', unknown>> | null;
  try {
    read = JSON.parse(line) as typeof read;
  } catch {
    return undefined;
  }
  const { at, hash, sequence, organization_id: of } = read ?? {};
  const instant = typeof at === 'string' ? parseInstant(at) : undefined;
  if (instant === undefined || typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence)) return undefined;
  if (organization !== undefined && of !== organization) return undefined;
  return { sequence, hash, at: instant };
}

function idOf(organization: string): string {
  if (ID.test(organization)) return organization;
  throw new StoreFault(
    'organization',
    `"${organization}" can't be the id of an organization`,
    'Use 1 to 64 letters, digits, "_", "-" and ".", with a letter, a digit or "_" first.',
  );
}
