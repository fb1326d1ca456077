/**
 * Following the ledger live. A node hears of what others stored by LISTEN, reads it once for each organization that somebody
 * follows, and hands it to all who follow. The notice is only a wake-up: what is read comes from the ledger, after every
 * reconnect too, so that a lost notice delays and loses nothing.
 *
 * `notify` takes a lock over all commits of a server, which would undo the writing together of commands. Notices are
 * therefore sent apart from commands, a few times a second, each for all that was stored meanwhile.
 */
import type { PoolClient } from 'pg';
import type { Engine } from './engine.ts';
import { eventsAfter, headOf, type Recorded } from './store/lists.ts';

export type Live = {
  /**
   * Follows an organization's ledger.
   * @param after the sequence number of the last entry that is known; undefined: what comes from now on
   * @param hear is told of every entry once, in order
   * @param taken waits until what was told has been taken, while there is much to catch up on
   * @returns stops following
   */
  follow: (
    organization: string,
    after: number | undefined,
    hear: (recorded: Recorded) => void,
    taken?: () => Promise<unknown>,
  ) => Promise<() => void>;
  /** How many follow. */
  followers: () => number;
  close: () => Promise<void>;
};

const CHANNEL = 'sayso_stored';
/** Notices of this time go out together. */
const TOGETHER_MS = 25;
/** What no notice told of is found after this time: its node may have died before it sent one. */
const LOOK_MS = 2000;
const AGAIN_MS = 500;
/** What PostgreSQL takes as one notice, with room to spare. */
const MOST_BYTES = 7000;

type Follower = {
  after: number;
  hear: (recorded: Recorded) => void;
  taken?: (() => Promise<unknown>) | undefined;
};

/** All that follow one organization: read once, told to each. */
class Hub {
  private readonly engine: Engine;
  private readonly organization: string;
  /** Up to where it was told to everybody here. */
  private last = 0;
  private reading: Promise<void> | undefined;
  private again = false;
  readonly followers = new Set<Follower>();

  constructor(engine: Engine, organization: string) {
    this.engine = engine;
    this.organization = organization;
  }

  /** There may be news. Never rejects: the next look finds what this one could not read. */
  look(): Promise<void> {
    if (this.followers.size === 0) return Promise.resolve();
    this.again = true;
    this.reading ??= this.read()
      .catch(() => undefined)
      .finally(() => {
        this.reading = undefined;
        // Somebody said so between the last reading and now.
        if (this.again) void this.look();
      });
    return this.reading;
  }

  private async read(): Promise<void> {
    while (this.again) {
      this.again = false;
      for (;;) {
        const page = await eventsAfter(this.engine, this.organization, { after: this.last });
        for (const recorded of page) {
          this.last = recorded.sequence;
          for (const follower of this.followers) tell(follower, recorded);
        }
        if (page.length === 0) break;
      }
    }
  }

  /** Adds a follower once they know what everybody here knows. */
  async add(follower: Follower): Promise<void> {
    // While nobody followed, nothing was read.
    if (this.followers.size === 0) this.last = Math.max(this.last, follower.after);
    while (follower.after < this.last) {
      const page = await eventsAfter(this.engine, this.organization, { after: follower.after });
      for (const recorded of page) tell(follower, recorded);
      await follower.taken?.();
      // Entries are never removed: what was read up to `last` before is there.
      if (page.length === 0) break;
    }
    this.followers.add(follower);
  }
}

function tell(follower: Follower, recorded: Recorded): void {
  if (recorded.sequence <= follower.after) return;
  follower.after = recorded.sequence;
  follower.hear(recorded);
}

/** Starts to listen, and to tell other nodes of what this one stores. */
export function startLive(
  engine: Engine,
  onFault: (error: unknown, what: string) => void = () => undefined,
): Live {
  const hubs = new Map<string, Hub>();
  const lookAt = (organization: string): void => {
    void hubs.get(organization)?.look();
  };
  const lookAtAll = (): void => {
    for (const organization of hubs.keys()) lookAt(organization);
  };
  const listener = new Listener(engine, {
    heard: (organizations) => {
      for (const organization of organizations) engine.wake(organization, 'another node');
    },
    connected: lookAtAll,
    onFault,
  });
  const notices = new Notices(engine, onFault);
  const forget = engine.onStored((organization, by) => {
    lookAt(organization);
    if (by === undefined) notices.add(organization);
  });
  const looking = setInterval(lookAtAll, LOOK_MS);

  return {
    follow: async (organization, after, hear, taken) => {
      const follower = { after: after ?? (await headOf(engine, organization)), hear, taken };
      const hub = hubs.get(organization) ?? new Hub(engine, organization);
      hubs.set(organization, hub);
      await hub.add(follower);
      void hub.look();
      return () => {
        hub.followers.delete(follower);
      };
    },
    followers: () => [...hubs.values()].reduce((sum, { followers }) => sum + followers.size, 0),
    close: async () => {
      clearInterval(looking);
      forget();
      await notices.close();
      await listener.close();
    },
  };
}

/** What this node stored, said to the others: apart from the commands, and together. */
class Notices {
  private readonly engine: Engine;
  private readonly onFault: (error: unknown, what: string) => void;
  private readonly organizations = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();

  constructor(engine: Engine, onFault: (error: unknown, what: string) => void) {
    this.engine = engine;
    this.onFault = onFault;
  }

  add(organization: string): void {
    this.organizations.add(organization);
    this.timer ??= setTimeout(() => this.send(), TOGETHER_MS);
  }

  private send(): void {
    this.timer = undefined;
    const notices = packed([...this.organizations]);
    this.organizations.clear();
    this.sending = this.sending
      .then(() =>
        this.engine.database.use((pool) =>
          pool.query('select pg_notify($1, notice) from unnest($2::text[]) as notice', [CHANNEL, notices]),
        ),
      )
      .then(
        () => undefined,
        // The others look by themselves after a while.
        (error: unknown) => this.onFault(error, 'telling other nodes'),
      );
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    if (this.organizations.size > 0) this.send();
    await this.sending;
  }
}

/** Ids, joined by blanks, which no id has, in texts that fit into a notice. */
function packed(ids: readonly string[]): string[] {
  const texts: string[] = [];
  for (const id of ids) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + id.length < MOST_BYTES) texts[texts.length - 1] = `${last} ${id}`;
    else texts.push(id);
  }
  return texts;
}

type Hears = {
  heard: (organizations: readonly string[]) => void;
  /** It listens, again or for the first time: what happened meanwhile was not heard. */
  connected: () => void;
  onFault: (error: unknown, what: string) => void;
};

/** A connection of its own that hears notices; looked for anew, on whichever host takes writes, when it is lost. */
class Listener {
  private readonly engine: Engine;
  private readonly hears: Hears;
  private client: PoolClient | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private connecting: Promise<void>;

  constructor(engine: Engine, hears: Hears) {
    this.engine = engine;
    this.hears = hears;
    this.connecting = this.connect();
  }

  private async connect(): Promise<void> {
    try {
      const client = await this.engine.database.use((pool) => pool.connect());
      this.client = client;
      const lost = (error?: Error): void => {
        if (this.client !== client) return;
        this.client = undefined;
        // It is thrown away: nobody else shall hear what was meant for this one.
        client.release(error ?? true);
        this.later();
      };
      client.on('notification', ({ payload }) => this.hears.heard((payload ?? '').split(' ')));
      client.on('error', lost);
      client.on('end', () => lost());
      await client.query(`listen ${CHANNEL}`);
      this.hears.connected();
    } catch (error) {
      this.hears.onFault(error, 'listening to other nodes');
      const { client } = this;
      this.client = undefined;
      client?.release(true);
      this.later();
    }
  }

  private later(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.connecting = this.connect();
    }, AGAIN_MS);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.connecting;
    const { client } = this;
    this.client = undefined;
    client?.release(true);
  }
}
