/**
 * A backup is one gzipped text file:
 *
 *     {"sayso":"backup","format":1,"at":…,"steps":[…],"months":[…]}      what it is, and what the tables were made by
 *     {"table":"case","columns":[…]}                                     a table, then its rows as COPY writes them
 *     …
 *     \.                                                                 the end of its rows
 *     {"rows":{"case":12,…},"sha256":"…"}                                how many, and a hash of all before this line
 */
import { z } from 'zod';
import { StoreFault } from '../store/fault.ts';

export const END_OF_ROWS = '\\.';

/** Names come back into SQL: nothing else than ours passes. */
const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

export const Head = z.strictObject({
  sayso: z.literal('backup'),
  format: z.literal(1),
  /** When it was taken, by the clock of who took it. */
  at: z.number(),
  /** The migrations that had made the tables, in order. */
  steps: z.array(z.string()).min(1),
  /** The ledger's months, as instants of their first day. */
  months: z.array(z.number()),
});
export type Head = z.infer<typeof Head>;

export const TableLine = z.strictObject({ table: name, columns: z.array(name).min(1) });
export type TableLine = z.infer<typeof TableLine>;

export const Tail = z.strictObject({
  rows: z.record(name, z.number()),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Tail = z.infer<typeof Tail>;

/** A line of the file that says something about it. Throws a StoreFault where it is none. */
export function readLine<T>(schema: z.ZodType<T>, line: string, file: string): T {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    throw damaged(file, 'a line of it can not be read');
  }
  const parsed = schema.safeParse(read);
  if (!parsed.success)
    throw damaged(file, 'a line of it says something else than this version of Sayso writes');
  return parsed.data;
}

export const damaged = (file: string, why: string): StoreFault =>
  new StoreFault('backup', `${file} can't be restored: ${why}`, 'Nothing was restored. Use another backup.');
