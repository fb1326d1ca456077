/** From a configuration to a working engine: database, clock, channels. What every command with a database begins with. */
import path from 'node:path';
import { connectMail, type MailConfiguration } from './channels/connect-mail.ts';
import { folderChannel } from './channels/outbox-folder.ts';
import { webhookChannel } from './channels/webhook.ts';
import type { Channels } from './channels/channel.ts';
import { Clock, type Sources } from './clock.ts';
import type { Connection } from './database/connect.ts';
import { startEmbedded } from './database/embedded.ts';
import { findWritable, openDatabase } from './database/hosts.ts';
import { ensureMonths, migrate } from './database/migrate.ts';
import { connectionsFromUrl } from './database/url.ts';
import { engineOf, type Engine } from './engine.ts';
import type { LinkParts } from './links/links.ts';

export type Configuration = {
  /** `SAYSO_DATABASE_URL`: the service's; a list of hosts for a cluster. Left out: the embedded server. */
  databaseUrl?: string;
  /** `SAYSO_DATABASE_OWNER_URL`: the owner's, for migrations. Left out: somebody else migrates. */
  ownerUrl?: string;
  /** `SAYSO_DATA_DIR`: where the embedded server keeps its data, and anchors and messages lie. */
  dataDir: string;
  /** `SAYSO_WEBHOOK`: where all messages are posted instead of into a folder. */
  webhook?: string;
  /** Who gets messages as mail, and how; left out: nobody. */
  mail?: MailConfiguration;
  /** What links in messages are made with; left out: there are none. */
  links?: LinkParts;
  /** Clients of the database. */
  poolSize?: number;
  /** What the engine's clock is made of. */
  sources: Sources;
  say?: (line: string) => void;
};

/** The owner's connection, on whichever host takes writes at the time. */
export type FindOwner = () => Promise<Connection>;

export type Started = {
  engine: Engine;
  /** Where anchors are written, outside the database. */
  anchorsDir: string;
  dataDir: string;
  /** Where this node may be the owner: for migrations and the months of the ledger. */
  owner: FindOwner | undefined;
  close: () => Promise<void>;
};

const POOL_SIZE = 10;

/** Opens everything. Throws a DatabaseFault or StoreFault that says what is wrong and how to mend it. */
export async function start(configuration: Configuration): Promise<Started> {
  const place = await placeOf(configuration);
  const clock = new Clock(configuration.sources);
  if (place.owner) await migrate(await place.owner(), clock.now());
  const opened = openDatabase(place.service, { size: configuration.poolSize ?? POOL_SIZE });
  const engine = engineOf({
    database: opened,
    clock,
    channels: channelsOf(configuration, place.dataDir),
    anchorsDir: path.join(place.dataDir, 'anchors'),
  });
  if (configuration.links) engine.links = configuration.links;
  // What has no channel of its own is mailed, unless somebody else takes it.
  const leaveMail =
    configuration.mail && connectMail(engine, configuration.mail, configuration.webhook === undefined);
  return {
    engine,
    dataDir: place.dataDir,
    anchorsDir: path.join(place.dataDir, 'anchors'),
    owner: place.owner,
    close: async () => {
      leaveMail?.();
      await opened.close();
      await place.stop();
    },
  };
}

/** Where the database is, before anything is done to it. */
export type Place = {
  service: readonly Connection[];
  owner: FindOwner | undefined;
  dataDir: string;
  stop: () => Promise<void>;
};

/** Finds the database, or starts the embedded one. Its tables are as they are. */
export async function placeOf({ databaseUrl, ownerUrl, dataDir, say }: Configuration): Promise<Place> {
  if (databaseUrl === undefined) {
    const embedded = await startEmbedded({
      dataDir,
      ...(say && { say }),
    });
    return {
      service: [embedded.service],
      owner: () => Promise.resolve(embedded.owner),
      dataDir: embedded.dataDir,
      stop: embedded.stop,
    };
  }
  return {
    service: connectionsFromUrl(databaseUrl),
    owner: ownerUrl === undefined ? undefined : () => findWritable(connectionsFromUrl(ownerUrl)),
    dataDir: path.resolve(dataDir),
    stop: () => Promise.resolve(),
  };
}

function channelsOf({ webhook }: Configuration, dataDir: string): Channels {
  return {
    byKind: new Map(),
    otherwise:
      webhook === undefined ? folderChannel(path.join(dataDir, 'messages')) : webhookChannel(webhook),
  };
}

/** The ledger's months, made ahead; run about once a day by a node that has the owner's connection. */
export const monthsAhead = async ({ owner, engine }: Started): Promise<number> =>
  owner ? ensureMonths(await owner(), engine.clock.now()) : 0;
