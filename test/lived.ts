/** The shop on a fresh database, with a clock set by hand: for tests of what lies there once cases were lived. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from 'pg';
import type { Actor, Command } from '../src/core/cases/command.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { ensureMonths } from '../src/shell/database/migrate.ts';
import type { Engine } from '../src/shell/engine.ts';
import { handle } from '../src/shell/handle.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { startRunner } from '../src/shell/runner.ts';
import type { FreshDatabase } from './database.ts';
import { engineByHand } from './on-the-engine.ts';

const shopText = (file: string): string =>
  readFileSync(new URL(`../books/shop/${file}`, import.meta.url), 'utf8');

export const BEGAN = Date.parse('2026-03-10T14:00:00Z');

export type Shop = {
  engine: Engine;
  fresh: FreshDatabase;
  /** The superuser, who may do everything to the tables. */
  admin: Client;
  /** A folder of its own. */
  folder: string;
  setTime: (at: number) => void;
  /** Makes another organization like the shop's. */
  put: (organization: string) => Promise<void>;
  /** Opens a case; its id. */
  open: (command: Omit<Extract<Command, { do: 'open' }>, 'do'>, organization?: string) => Promise<string>;
  /** Sends a command that has to be taken. */
  send: (by: string, id: string, command: Command, organization?: string) => Promise<void>;
  /** Delivers every message. */
  deliver: () => Promise<void>;
  close: () => Promise<void>;
};

/** Opens the shop's organization `shop`. */
export async function openShop(): Promise<Shop> {
  const { engine, fresh, setTime, setIds, close } = await engineByHand();
  setTime(BEGAN);
  await ensureMonths(fresh.owner, BEGAN, 1);
  const admin = await openClient(fresh.admin);
  const folder = mkdtempSync(path.join(tmpdir(), 'sayso-shop-'));
  let ids = 0;
  const put = async (organization: string): Promise<void> => {
    const made = await putOrganization(engine, {
      id: organization,
      book: { file: 'book.yaml', text: shopText('book.yaml') },
      people: { file: 'people.yaml', text: shopText('people.yaml'), format: 'yaml' },
    });
    assert.ok(!('problems' in made), JSON.stringify(made));
  };
  const run = async (by: Actor, id: string | undefined, command: Command, organization: string) => {
    const handled = await handle(engine, {
      organization,
      by,
      command,
      ...(id !== undefined && { case: id }),
    });
    assert.ok(handled.done, JSON.stringify([command, handled]));
    return handled.case ?? '';
  };
  await put('shop');
  return {
    engine,
    fresh,
    admin,
    folder,
    setTime,
    put,
    open: (command, organization = 'shop') => {
      ids += 1;
      setIds({ case: `c${ids}`, conversation: `v${ids}` });
      return run({ kind: 'person', id: 'mia' }, undefined, { do: 'open', ...command }, organization);
    },
    send: async (by, id, command, organization = 'shop') => {
      await run(
        by === '@customer' ? { kind: 'customer' } : { kind: 'person', id: by },
        id,
        command,
        organization,
      );
    },
    deliver: async () => {
      const runner = startRunner(engine, { askDatabase: () => Promise.resolve(engine.clock.now()) });
      await runner.settle();
      await runner.stop();
    },
    close: async () => {
      await admin.end();
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
