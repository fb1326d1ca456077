/** The shop's people and book on a real database and the clock of the machine, with the command line beside it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DoorCommand } from '../src/core/cases/command.ts';
import { runCli } from '../src/doors/cli/cli.ts';
import type { World } from '../src/doors/cli/io.ts';
import type { Sources } from '../src/shell/clock.ts';
import type { Connection } from '../src/shell/database/connect.ts';
import { ensureMonths } from '../src/shell/database/migrate.ts';
import type { Engine } from '../src/shell/engine.ts';
import { handle } from '../src/shell/handle.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { start } from '../src/shell/start.ts';
import { zones } from '../src/shell/zones.ts';
import type { Ran } from './command-line.ts';
import { freshDatabase } from './database.ts';

export type Office = {
  /** What the command line finds it by. */
  environment: Record<string, string>;
  /** The superuser on its database. */
  admin: Connection;
  engine: Engine;
  /** Opens a case for a refund of 40 USD that whoever asks may grant, changed by `request`; its id. */
  open: (
    by: string,
    request: { facts?: object } & Record<string, unknown>,
    more?: Partial<Extract<DoorCommand, { do: 'open' }>>,
  ) => Promise<string>;
  /** Sends a command that has to be taken. */
  send: (by: string, id: string, command: DoorCommand) => Promise<void>;
  /** A new version of the book, from now on. */
  putBook: (change: (text: string) => string) => Promise<void>;
  /** Runs the command line on it. */
  cli: (args: readonly string[]) => Promise<Ran>;
  close: () => Promise<void>;
};

const shopText = (file: string): string =>
  readFileSync(new URL(`../books/shop/${file}`, import.meta.url), 'utf8');
/** A Tuesday morning in New York, from which time goes on as it does: whoever is at work now is at work in every run. */
const MORNING = Date.parse('2026-03-10T14:00:00Z') - performance.now();
export const officeNow = (): number => Math.floor(MORNING + performance.now());
const CLOCK: Sources = { wall: officeNow, steady: officeNow };
const DAY_MS = 24 * 60 * 60 * 1000;

export const urlOf = ({ user, password, host, port, database }: Connection): string =>
  `postgres://${user}${password === undefined ? '' : `:${encodeURIComponent(password)}`}@${encodeURIComponent(host)}:${port}/${database}`;

/** What the command line has of the world. */
export const worldFor = (environment: Record<string, string>, ran?: Ran): World => ({
  // Without a steady clock: this one is not compared with the database's.
  now: officeNow,
  zones,
  stdin: (async function* () {})(),
  out: (text) => {
    if (ran) ran.out += text;
  },
  err: (text) => {
    if (ran) ran.err += text;
  },
  color: false,
  environment,
  interrupted: () => new AbortController().signal,
});

/** A refund that whoever asks may grant, but for what is changed. */
const refund = ({
  facts,
  ...request
}: Parameters<Office['open']>[1]): { type: string; [key: string]: unknown } => ({
  type: 'refund',
  customer: 'c-1',
  subject: 'o-1',
  ...request,
  facts: {
    amount: '40',
    'order.delivered': new Date(officeNow() - 9 * DAY_MS).toISOString().slice(0, 10),
    'order.value': '300',
    identity_verified: true,
    category: 'lamp',
    ...facts,
  },
});

export async function openOffice(): Promise<Office> {
  const fresh = await freshDatabase();
  const databaseUrl = urlOf(fresh.service);
  await ensureMonths(fresh.owner, officeNow(), 1);
  const dataDir = await mkdtemp(join(tmpdir(), 'sayso-office-'));
  const started = await start({ databaseUrl, dataDir, sources: CLOCK, poolSize: 4 });
  const { engine } = started;
  const environment = { SAYSO_DATABASE_URL: databaseUrl, SAYSO_DATA_DIR: dataDir };
  const putBook: Office['putBook'] = async (change) => {
    const put = await putOrganization(engine, {
      id: 'office',
      book: { file: 'book.yaml', text: change(shopText('book.yaml')) },
      people: { file: 'people.yaml', text: shopText('people.yaml'), format: 'yaml' },
    });
    assert.ok(!('problems' in put), JSON.stringify(put));
  };
  await putBook((text) => text);
  const sent = async (by: string, id: string | undefined, command: DoorCommand): Promise<string> => {
    const handled = await handle(engine, {
      organization: 'office',
      by: by === '@customer' ? { kind: 'customer' } : { kind: 'person', id: by },
      command,
      ...(id !== undefined && { case: id }),
    });
    assert.ok(handled.done, JSON.stringify([command, handled]));
    return handled.case ?? '';
  };
  return {
    engine,
    environment,
    admin: fresh.admin,
    open: (by, request, more) => sent(by, undefined, { do: 'open', request: refund(request), ...more }),
    send: async (by, id, command) => {
      await sent(by, id, command);
    },
    putBook,
    cli: async (args) => {
      const ran: Ran = { code: -1, out: '', err: '' };
      ran.code = await runCli(args, worldFor(environment, ran));
      return ran;
    },
    close: async () => {
      await started.close();
      await fresh.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
