/**
 * The chain of a ledger, checked entry by entry in constant memory: the same code for a database and for an export.
 * An entry's hash is SHA-256 over the hash before it (32 bytes; zeros before the first), its sequence number in decimal,
 * a line feed and its body, in UTF-8. `sayso.write_ledger` in `migrations/0002-write.ts` writes it.
 */
import { createHash } from 'node:crypto';
import { sha256 } from '../../core/words/hash.ts';
import { formatInstant, type Instant } from '../../core/words/time.ts';
import type { Anchor } from './anchors.ts';

/** An entry as it is kept. Hashes are 64 hexadecimal digits. */
export type LedgerEntry = {
  sequence: number;
  hash: string;
  /** What is hashed, byte by byte. */
  body: string;
  /** The values that can be erased; left out once they are. */
  personal?: { salt: string; value: string };
  /** What a database keeps beside the body, to find the entry by. */
  columns?: Columns;
};

export type Columns = { at: Instant; kind: string; conversation: string | null; case: string | null };

/** What is wrong with a ledger. */
export type Breakage =
  /** It is not what was recorded. */
  | 'changed'
  /** It is not there, and what came after it is. */
  | 'removed'
  /** It stands at another place. */
  | 'reordered'
  /** It was not recorded. */
  | 'added'
  /** The chain ends before the place where it ended once. */
  | 'newest removed'
  /** The row that says where the chain ends is not what the chain says. */
  | 'head changed'
  /** A personal value is not what was recorded. */
  | 'personal changed'
  /** A personal value is missing, and no entry says that it was erased. */
  | 'personal removed'
  /** A line of an export can't be read. */
  | 'unreadable';

/** The first entry that is not right, with what is wrong in a sentence. */
export type Broken = { sequence: number; what: Breakage; message: string };

export type Head = { sequence: number; hash: string };

/** What a database keeps about where the chain ends. */
export type End = {
  head: Head | null;
  /** The last entry with personal values; 0: none has any. */
  lastPersonal: number;
};

export type Verified = {
  organization: string;
  /** Entries that were found right, one after the other from the first. */
  entries: number;
  /** The last of them. */
  head: Head;
  /** Personal values that are what was recorded. */
  personal: number;
  /** Personal values that are not there any more. */
  erased: number;
  anchors: {
    /** Those that were found on the chain. */
    found: number;
    /** Lines that can't be read, or that lie months away from their place. */
    unusable: number;
    /** The newest that was found on the chain: up to there a removal is noticed. */
    last: Anchor | null;
  };
  /** Null: nothing is wrong. */
  broken: Broken | null;
};

/** The hash before the first entry. */
export const BEFORE_THE_FIRST = '0'.repeat(64);

/** An entry's hash. */
export const chainHash = (previous: string, sequence: number, body: string): string =>
  createHash('sha256').update(previous, 'hex').update(`${sequence}\n${body}`, 'utf8').digest('hex');

/** What the chain asks of a body; the rest of it is the event's. */
type Body = {
  organization_id: string;
  at: string;
  kind: string;
  conversation: string | null;
  case: string | null;
  personal?: string;
};

/**
 * Checks a ledger from its first entry on.
 * @param entries in the order in which they are kept; a line of an export that can't be read stands at its place
 * @param anchors in ascending order of their sequence numbers
 * @param endOf what is kept about the end, once all entries were read; undefined for an export
 */
export async function checkChain(
  organization: string,
  entries: AsyncIterable<LedgerEntry | Broken>,
  anchors: AsyncIterable<Anchor | 'unusable'>,
  endOf: () => End | undefined,
): Promise<Verified> {
  const chain = new Chain(organization);
  const anchored = new Anchored(anchors);
  let broken: Broken | undefined;
  for await (const entry of entries) {
    // Where one is not right, what comes after it is looked through for it: it may have been moved.
    if (broken) {
      broken = chain.moved(broken, entry) ?? broken;
      if (!chain.isSuspect(broken)) break;
      continue;
    }
    broken = 'what' in entry ? entry : (chain.take(entry) ?? (await anchored.check(chain.head)));
    if (broken?.what === 'removed') broken = chain.moved(broken, entry) ?? broken;
    if (broken && !chain.isSuspect(broken)) break;
  }
  broken ??= (await anchored.rest(chain.head, endOf())) ?? chain.end();
  return {
    organization,
    ...chain.counted,
    head: chain.head,
    anchors: anchored.counted,
    broken: broken ?? null,
  };
}

/** The entries so far. */
class Chain {
  head: Head = { sequence: 0, hash: BEFORE_THE_FIRST };
  readonly counted = { entries: 0, personal: 0, erased: 0 };
  private readonly organization: string;
  /** Conversations of which values are missing and no entry has said yet that they were erased, with the first. */
  private readonly missing = new Map<string | null, number>();
  /** The hash under which the entry that is not right is kept. */
  private keptHash: string | undefined;

  constructor(organization: string) {
    this.organization = organization;
  }

  /** The next entry; what is wrong with it. */
  take(entry: LedgerEntry): Broken | undefined {
    const sequence = this.head.sequence + 1;
    if (entry.sequence < sequence) return twice(entry.sequence);
    if (entry.sequence > sequence)
      return {
        sequence,
        what: 'removed',
        message:
          entry.sequence === sequence + 1
            ? `Entry ${sequence} is missing.`
            : `Entries ${sequence} to ${entry.sequence - 1} are missing.`,
      };
    if (chainHash(this.head.hash, sequence, entry.body) !== entry.hash) {
      this.keptHash = entry.hash;
      return changed(sequence, 'its hash is another than that of what is kept');
    }
    const body = readBody(entry.body);
    if (!body) return changed(sequence, 'what is kept is no entry');
    const wrong = this.misplaced(entry, body) ?? this.personal(entry, body);
    if (wrong) return wrong;
    this.head = { sequence, hash: entry.hash };
    this.counted.entries += 1;
    return undefined;
  }

  /** Whether what is wrong may be an entry that stands elsewhere now. */
  isSuspect({ what, sequence }: Broken): boolean {
    return sequence === this.head.sequence + 1 && (what === 'changed' || what === 'removed');
  }

  /** Whether another entry is the one that is not at its place. */
  moved({ sequence }: Broken, other: LedgerEntry | Broken): Broken | undefined {
    if ('what' in other) return undefined;
    const hash = chainHash(this.head.hash, sequence, other.body);
    if (hash !== other.hash && hash !== this.keptHash) return undefined;
    if (other.sequence === sequence) return twice(sequence);
    return {
      sequence,
      what: 'reordered',
      message: `Entry ${sequence} was moved: it stands at ${other.sequence} now.`,
    };
  }

  /** What is still wrong once there are no more entries. */
  end(): Broken | undefined {
    const [first] = [...this.missing.values()].toSorted((a, b) => a - b);
    if (first === undefined) return undefined;
    return {
      sequence: first,
      what: 'personal removed',
      message: `The personal values of entry ${first} are missing, and no entry after it says that they were erased.`,
    };
  }

  /** What is kept beside the body has to be what the body says. */
  private misplaced({ sequence, columns }: LedgerEntry, body: Body): Broken | undefined {
    if (body.organization_id !== this.organization)
      return changed(sequence, `it belongs to the organization "${body.organization_id}"`);
    if (!columns) return undefined;
    const other =
      columns.kind !== body.kind
        ? 'kind'
        : columns.conversation !== body.conversation
          ? 'conversation'
          : columns.case !== body.case
            ? 'case'
            : formatInstant(columns.at) !== body.at
              ? 'instant'
              : undefined;
    return other === undefined
      ? undefined
      : changed(sequence, `it is kept under another ${other} than it was recorded with`);
  }

  private personal({ sequence, personal }: LedgerEntry, body: Body): Broken | undefined {
    if (body.kind === 'erased') this.missing.delete(body.conversation);
    if (!personal) {
      if (body.personal === undefined) return undefined;
      this.counted.erased += 1;
      if (!this.missing.has(body.conversation)) this.missing.set(body.conversation, sequence);
      return undefined;
    }
    if (sha256(personal.salt + personal.value) !== body.personal)
      return {
        sequence,
        what: 'personal changed',
        message: `The personal values of entry ${sequence} are not those that were recorded.`,
      };
    this.counted.personal += 1;
    return undefined;
  }
}

/** Anchors beside the chain. */
class Anchored {
  readonly counted: Verified['anchors'] = { found: 0, unusable: 0, last: null };
  private readonly anchors: AsyncIterator<Anchor | 'unusable'>;
  private next: Anchor | null | undefined;

  constructor(anchors: AsyncIterable<Anchor | 'unusable'>) {
    this.anchors = anchors[Symbol.asyncIterator]();
  }

  /** Whether an entry is the one that was anchored at its place. */
  async check(entry: Head): Promise<Broken | undefined> {
    for (
      let anchor = await this.peek();
      anchor && anchor.sequence <= entry.sequence;
      anchor = await this.peek()
    ) {
      this.next = undefined;
      if (anchor.sequence < entry.sequence) this.counted.unusable += 1;
      else if (anchor.hash !== entry.hash) return this.other(anchor);
      else {
        this.counted.found += 1;
        this.counted.last = anchor;
      }
    }
    return undefined;
  }

  /** Whether the chain ends where it ended once: by the anchors beyond its end, and by what is kept about the end. */
  async rest(at: Head, end: End | undefined): Promise<Broken | undefined> {
    let [most, by] = [end?.lastPersonal ?? 0, 'a personal value that is there'];
    if (end?.head && end.head.sequence >= most) [most, by] = [end.head.sequence, 'the head'];
    for (let anchor = await this.peek(); anchor; anchor = await this.peek()) {
      this.next = undefined;
      if (anchor.sequence >= most)
        [most, by] = [anchor.sequence, `the anchor of ${formatInstant(anchor.at)}`];
    }
    if (most > at.sequence)
      return {
        sequence: at.sequence + 1,
        what: 'newest removed',
        message: `The newest entries are missing: ${at.sequence + 1} to at least ${most}, by ${by}.`,
      };
    if (!end || (end.head?.sequence === at.sequence && end.head.hash === at.hash)) return undefined;
    const says = end.head ? `ends at ${end.head.sequence} (${end.head.hash})` : 'was never there';
    return {
      sequence: at.sequence,
      what: 'head changed',
      message: `By the head the ledger ${says}; it ends at ${at.sequence} (${at.hash}).`,
    };
  }

  private other(anchor: Anchor): Broken {
    const { last } = this.counted;
    const between =
      last && last.sequence < anchor.sequence ? `an entry after ${last.sequence}` : 'an entry before it';
    return changed(
      anchor.sequence,
      `it, or ${between}, is not what it was at the anchor of ${formatInstant(anchor.at)}`,
    );
  }

  private async peek(): Promise<Anchor | null> {
    while (this.next === undefined) {
      const { done, value } = await this.anchors.next();
      if (done === true) this.next = null;
      else if (value === 'unusable') this.counted.unusable += 1;
      else this.next = value;
    }
    return this.next;
  }
}

const changed = (sequence: number, how: string): Broken => ({
  sequence,
  what: 'changed',
  message: `Entry ${sequence} was changed: ${how}.`,
});

const twice = (sequence: number): Broken => ({
  sequence,
  what: 'added',
  message: `Entry ${sequence} is there twice.`,
});

/** Of an export by somebody else, a body may be anything. */
function readBody(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Body) : undefined;
  } catch {
    return undefined;
  }
}
