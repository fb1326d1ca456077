/** What a node has: a database, a clock, ways out, and a memory of what never changes. One a process. */
import { randomBytes } from 'node:crypto';
import type { Channels } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/hosts.ts';
import type { LinkParts } from './links.ts';
import { InUse } from './in-use.ts';
import { notObserved, type Observed } from './observed/observed.ts';

export type Engine = {
  /** As the service: sees one organization at a time, and can change no record. */
  database: Database;
  clock: Clock;
  channels: Channels;
  /** Where anchors are written, outside the database; undefined: this process knows none. */
  anchorsDir?: string;
  /** What links in messages are made with; undefined: this process sends none. */
  links?: LinkParts;
  inUse: InUse;
  /** Random hexadecimal digits. */
  random: (bytes: number) => string;
  /** Hears what happens; a served node counts, logs and traces it. */
  observed: Observed;
  /** Says that something was stored: there is news, and perhaps something that is due at once. */
  wake: (organization: string) => void;
  /** Hears whenever something was stored on this node. What it returns ends that. */
  onStored: (hear: (organization: string) => void) => () => void;
};

export function engineOf(parts: Pick<Engine, 'database' | 'clock' | 'channels' | 'anchorsDir'>): Engine {
  const hearers = new Set<(organization: string) => void>();
  return {
    ...parts,
    inUse: new InUse(),
    random: (bytes) => randomBytes(bytes).toString('hex'),
    observed: notObserved,
    wake: (organization) => {
      for (const hear of hearers) hear(organization);
    },
    onStored: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
}
