/**
 * A ledger as a file that proves itself: one JSON object a line, `{ "sequence", "hash", "body", "personal" }`; `body` is
 * the text that is hashed, `personal` its `{ "salt", "value" }` where they are still there. What is erased afterwards
 * stays in exports: keep them as long as you keep the persons' data, and no longer.
 */
import { linesOf, type Line } from '../lines.ts';
import type { Engine } from '../engine.ts';
import { StoreFault } from '../store/fault.ts';
import { anchorsOf } from './anchors.ts';
import { BEFORE_THE_FIRST, checkChain, type Broken, type LedgerEntry, type Verified } from './chain.ts';
import { entriesOf } from './read.ts';

/** An entry has never so many bytes: a command is bounded by its door. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * An organization's ledger as lines, each with its line feed. What is broken is left to {@link verifyExport}.
 * @throws StoreFault `organization` when there is none of that id
 */
export async function* exportLedger(engine: Engine, organization: string): AsyncGenerator<string> {
  let isThere = false;
  const entries = entriesOf(engine, organization, (end) => {
    isThere ||= end.head !== null;
  });
  for await (const { sequence, hash, body, personal } of entries) {
    isThere = true;
    yield `${JSON.stringify({ sequence, hash, body, ...(personal && { personal }) })}\n`;
  }
  if (isThere) return;
  throw new StoreFault(
    'organization',
    `There is no organization "${organization}"`,
    'List them: sayso organization list.',
  );
}

/**
 * Verifies an export without a database, as a ledger is verified. Without anchors nobody can tell whether its newest
 * entries are missing.
 * @param stream the file
 * @param anchorsDir the folder of anchors; left out: none are looked at
 */
export async function verifyExport(
  stream: AsyncIterable<Buffer | string>,
  anchorsDir?: string,
): Promise<Verified> {
  const entries = readEntries(stream);
  const { value: first } = await entries.next();
  const organization = first && 'body' in first ? organizationOf(first.body) : undefined;
  if (first === undefined || organization === undefined)
    return nothingOf(
      first && 'what' in first
        ? first
        : { sequence: 1, what: 'unreadable', message: 'Its first line is no entry.' },
    );
  const all = async function* (): AsyncGenerator<LedgerEntry | Broken> {
    yield first;
    yield* entries;
  };
  const anchors = anchorsOf(anchorsDir, organization);
  return checkChain(organization, all(), anchors, () => undefined);
}

async function* readEntries(
  stream: AsyncIterable<Buffer | string>,
): AsyncGenerator<LedgerEntry | Broken, undefined> {
  for await (const line of linesOf(stream, MOST_BYTES))
    yield (
      readEntry(line) ?? {
        sequence: line.number,
        what: 'unreadable',
        message: `Line ${line.number} can't be read: it is no entry, or was cut off.`,
      }
    );
}

function readEntry(line: Line): LedgerEntry | undefined {
  const read = 'text' in line ? objectOf(line.text) : undefined;
  if (!read) return undefined;
  const { sequence, hash, body, personal } = read;
  if (!Number.isSafeInteger(sequence) || typeof body !== 'string') return undefined;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  const entry = { sequence: Number(sequence), hash, body };
  if (personal === undefined) return entry;
  const { salt, value } = (personal ?? {}) as { salt?: unknown; value?: unknown };
  return typeof salt === 'string' && typeof value === 'string'
    ? { ...entry, personal: { salt, value } }
    : undefined;
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function organizationOf(body: string): string | undefined {
  const id = objectOf(body)?.['organization_id'];
  return typeof id === 'string' ? id : undefined;
}

const nothingOf = (broken: Broken): Verified => ({
  organization: '',
  entries: 0,
  head: { sequence: 0, hash: BEFORE_THE_FIRST },
  personal: 0,
  erased: 0,
  anchors: { found: 0, unusable: 0, last: null },
  broken,
});
