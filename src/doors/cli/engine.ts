/** What commands with a database share: the engine for as long as they run, and the organization that they are about. */
import path from 'node:path';
import type { Command } from 'commander';
import type { Channels } from '../../shell/channels/channel.ts';
import { configurationFile, readSettings } from '../../shell/configuration/read-settings.ts';
import type { Settings } from '../../shell/configuration/settings.ts';
import { defaultDataDir } from '../../shell/database/embedded-folder.ts';
import type { MailConfiguration } from '../../shell/channels/connect-mail.ts';
import { DatabaseFault, wordsOf } from '../../shell/database/fault.ts';
import { Unavailable } from '../../shell/unavailable.ts';
import { startAnchors } from '../../shell/ledger/anchors.ts';
import { startRunner, type Runner } from '../../shell/runner.ts';
import type { LinkParts } from '../../shell/links/links.ts';
import { secretOf } from '../../shell/secret.ts';
import { start, type Configuration, type Started } from '../../shell/start.ts';
import { StoreFault } from '../../shell/store/fault.ts';
import { load } from '../../shell/store/load.ts';
import { Stop, WrongUse, type World } from './io.ts';

export type EngineOptions = { json?: boolean; organization?: string; dataDir?: string; config?: string };

/** Options of every command with a database. */
export const withDataOptions = (command: Command): Command =>
  command
    .option('--data-dir <folder>', 'where the data is (default: SAYSO_DATA_DIR, or the place for data)')
    .option('--config <file>', 'the configuration (default: SAYSO_CONFIG, or none)');

/** Options of every command about one organization. */
export const withDatabaseOptions = (command: Command): Command =>
  withDataOptions(
    command.option(
      '--organization <id>',
      'which organization (default: the only one, or SAYSO_ORGANIZATION)',
    ),
  );

export type Work = Started & {
  runner: Runner;
  /** The organization that is meant. */
  organization: string;
  /** Somebody wants this to come to an end. */
  interrupted: AbortSignal;
};

/**
 * What this node was told, by file and environment; the options of a command go before both.
 * @throws Stop with what is wrong with it
 */
export function settingsOf({ environment }: World, options: EngineOptions): Settings {
  const file = options.config ?? (environment['SAYSO_CONFIG'] || undefined);
  const read = readSettings(file === undefined ? undefined : configurationFile(file), environment);
  if ('problems' in read) throw new Stop(read.problems);
  return {
    ...read.settings,
    ...(options.dataDir !== undefined && { data_dir: options.dataDir }),
    ...(options.organization !== undefined && { organization: options.organization }),
  };
}

/** Where data, messages and anchors lie: never the folder that somebody happens to be in. */
export const dataDirOf = ({ environment }: World, { data_dir }: Settings): string =>
  data_dir ?? defaultDataDir(environment);

/** Where mails lie that are not sent, for `sayso mailbox`. */
export const mailFolderOf = ({ mail_folder: folder }: Settings, dataDir: string): string =>
  folder ?? path.join(dataDir, 'mail');

function mailOf(settings: Settings, dataDir: string): MailConfiguration {
  const { mail_smtp: smtp, mail_from: from, mail_reply_to: replyTo } = settings;
  return {
    folder: mailFolderOf(settings, dataDir),
    ...(smtp !== undefined && { smtp }),
    ...(from !== undefined && { from }),
    ...(replyTo !== undefined && { replyTo }),
  };
}

/** Links lead to the service, whichever node of it writes them; the secret is read when the first one is made. */
function linksOf({ public_url: given, listen, secret }: Settings, dataDir: string): LinkParts {
  let kept: Uint8Array | undefined;
  return {
    get secret() {
      return (kept ??= secretOf(dataDir, secret));
    },
    publicUrl: () =>
      given ?? `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${listen.port}`,
  };
}

/** The engine's configuration, as the settings say. */
export function configurationOf(world: World, settings: Settings): Configuration {
  const { database_url: databaseUrl, database_owner_url: ownerUrl, webhook } = settings;
  const dataDir = dataDirOf(world, settings);
  return {
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(ownerUrl !== undefined && { ownerUrl }),
    ...(webhook !== undefined && { webhook }),
    dataDir,
    mail: mailOf(settings, dataDir),
    links: linksOf(settings, dataDir),
    poolSize: settings.pool_size,
    sources: { wall: world.now, steady: world.steady ?? world.now },
    ...(world.note && { say: world.note }),
  };
}

/**
 * Works with the engine, and closes it afterwards. While it is open this process is a node like any other: what is due
 * meanwhile is carried out.
 * @param own another clock and channels than the machine's: for the demo
 * @throws WrongUse for what the caller can mend
 */
export async function withEngine<T>(
  world: World,
  options: EngineOptions,
  work: (engine: Omit<Work, 'organization'>) => Promise<T>,
  own: { configuration?: Configuration; channels?: Channels } = {},
): Promise<T> {
  const interrupted = world.interrupted();
  try {
    const started = await start(own.configuration ?? configurationOf(world, settingsOf(world, options)));
    if (own.channels) started.engine.channels = own.channels;
    if (world.random) started.engine.random = world.random;
    const { clock } = started.engine;
    // A clock that is moved by hand is right by itself.
    const byHand = own.configuration !== undefined || world.steady === undefined;
    const runner = startRunner(
      started.engine,
      byHand ? { askDatabase: () => Promise.resolve(clock.now()) } : {},
    );
    const anchors = startAnchors(started.engine, started.anchorsDir, (fault) => {
      world.err(`${wordsOf(fault)}\n`);
    });
    try {
      // What came due while no node was there.
      await runner.settle();
      const result = await work({ ...started, runner, interrupted });
      await runner.settle();
      return result;
    } finally {
      await runner.stop();
      await anchors.stop();
      await started.close();
    }
  } catch (error) {
    if (error instanceof DatabaseFault || error instanceof StoreFault || error instanceof Unavailable)
      throw new WrongUse(error.message, error.mend);
    throw error;
  }
}

/** Works with one organization: the one named, by `--organization` or SAYSO_ORGANIZATION, or the only one there is. */
export const withOrganization = <T>(
  world: World,
  options: EngineOptions,
  work: (engine: Work) => Promise<T>,
): Promise<T> =>
  withEngine(world, options, async (started) => {
    const named = settingsOf(world, options).organization;
    return work({
      ...started,
      organization: named === undefined ? await onlyOne(started) : await known(started, named),
    });
  });

/** The ids of all organizations. */
export async function organizationIds({ engine }: Pick<Started, 'engine'>): Promise<string[]> {
  return engine.database.use(async (pool) => {
    const { rows } = await pool.query<{ id: string }>(
      'select organization_id as id from sayso.heads($1, $2)',
      ['', MOST_LISTED],
    );
    return rows.map(({ id }) => id);
  });
}

const MOST_LISTED = 1000;

async function known({ engine }: Pick<Started, 'engine'>, id: string): Promise<string> {
  const found = await engine.database.use((pool) => load(pool, id, { at: engine.clock.now() }));
  if (found) return id;
  throw new WrongUse(`There is no organization "${id}".`, 'Look them up: sayso organization list.');
}

async function onlyOne(started: Started): Promise<string> {
  const found = await organizationIds(started);
  const [only, ...more] = found;
  if (only === undefined)
    throw new WrongUse(
      'There is no organization yet.',
      'Put one in: sayso organization put lantern-house --book books/shop/book.yaml --org books/shop/people.yaml',
    );
  if (more.length > 0)
    throw new WrongUse(
      `There are several organizations: ${found.slice(0, 20).join(', ')}.`,
      'Name one: --organization, or SAYSO_ORGANIZATION.',
    );
  return only;
}
