/**
 * Brings a database to the tables and functions of this version, forward only. Any number of nodes may do it at once:
 * one works, the others wait for it and then find nothing to do.
 */
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator, type MigrationProvider } from 'kysely/migration';
import type { Instant } from '../../core/words/time.ts';
import { StoreFault, wordsOf } from '../store/fault.ts';
import { openPool, type Connection } from './connect.ts';
import * as tables from './migrations/0001-tables.ts';
import * as write from './migrations/0002-write.ts';
import * as read from './migrations/0003-read.ts';
import * as work from './migrations/0004-work.ts';
import * as people from './migrations/0005-people.ts';
import * as books from './migrations/0006-books.ts';
import * as customers from './migrations/0007-customers.ts';

/** How many months after the present one have their place on the ledger. */
const MONTHS_AHEAD = 3;

/**
 * Migrates, and makes the ledger's months around `at`.
 * @param owner a connection as `sayso_owner`, the owner of the database
 * @param to a step to stop at, for a backup that is restored
 * @throws StoreFault (`roles`, `migration`) with the way to mend it; nothing is half done
 */
export async function migrate(owner: Connection, at: Instant = Date.now(), to?: string): Promise<void> {
  // One client alone: the lock belongs to its session.
  const pool = openPool(owner, { size: 1 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { rows } = await pool.query<{ name: string; service: boolean }>(
      `select current_user as name, exists (select from pg_roles where rolname = 'sayso_service') as service`,
    );
    checkRoles(rows[0]);
    const migrator = new Migrator({ db, provider, migrationTableSchema: 'sayso_migration' });
    const { error, results } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to));
    if (error !== undefined) {
      const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
      throw new StoreFault(
        'migration',
        `The database can't be brought to this version${failed === undefined ? '' : ` (step ${failed})`}: ${wordsOf(error)}`,
        'Nothing was changed. Is the program older than the database, start the newer one; otherwise mend what it says and start again.',
      );
    }
    await pool.query('select sayso.ensure_months($1, $2)', [new Date(at), MONTHS_AHEAD]);
  } finally {
    await db.destroy();
  }
}

/**
 * Makes the ledger's months from the one before `at` to `ahead` after it, where they are missing. A job does so every
 * day; a month that is missing refuses what should be written in it.
 * @param owner a connection as `sayso_owner`
 * @returns how many were made
 */
export async function ensureMonths(owner: Connection, at: Instant, ahead = MONTHS_AHEAD): Promise<number> {
  const pool = openPool(owner, { size: 1 });
  try {
    const { rows } = await pool.query<{ made: number }>('select sayso.ensure_months($1, $2) as made', [
      new Date(at),
      ahead,
    ]);
    return rows[0]?.made ?? 0;
  } finally {
    await pool.end();
  }
}

function checkRoles(found: { name: string; service: boolean } | undefined): void {
  if (found?.name !== 'sayso_owner')
    throw new StoreFault(
      'roles',
      `The tables belong to the role sayso_owner, and this connection is ${found?.name ?? 'nobody'}`,
      'Create it (create role sayso_owner login; alter database … owner to sayso_owner;) and connect as it.',
    );
  if (!found.service)
    throw new StoreFault(
      'roles',
      'The role sayso_service, which Sayso works as, is missing',
      'Create it: create role sayso_service login nosuperuser nobypassrls nocreatedb nocreaterole; then start again.',
    );
}

/** By name, in order. What has been released is never changed, only added to. */
const provider: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve({
      '0001-tables': tables,
      '0002-write': write,
      '0003-read': read,
      '0004-work': work,
      '0005-people': people,
      '0006-books': books,
      '0007-customers': customers,
    }),
};

/** The names of all steps, in order. */
export const stepNames = async (): Promise<string[]> => Object.keys(await provider.getMigrations());
