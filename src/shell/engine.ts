/** What a node has: a database, a clock, ways out, and a memory of what never changes. One a process. */
import { randomBytes } from 'node:crypto';
import type { Channels } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/hosts.ts';
import type { LinkParts } from './links/links.ts';
import { InUse } from './in-use.ts';
import { notObserved, type Observed } from './observed/observed.ts';

/** `by` is undefined for what this node stored. */
export type HearsStored = (organization: string, by?: 'another node') => void;

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
  /** Says that something was stored, here or by another node: there is news, and perhaps something due at once. */
  wake: (organization: string, by?: 'another node') => void;
  /** Hears whenever something was stored. What it returns ends that. */
  onStored: (hear: HearsStored) => () => void;
};

export function engineOf(parts: Pick<Engine, 'database' | 'clock' | 'channels' | 'anchorsDir'>): Engine {
  const hearers = new Set<HearsStored>();
  return {
    ...parts,
    inUse: new InUse(),
    random: (bytes) => randomBytes(bytes).toString('hex'),
    observed: notObserved,
    wake: (organization, by) => {
      for (const hear of hearers) hear(organization, by);
    },
    onStored: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
}
