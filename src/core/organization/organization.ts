/** The compiled organization: people and AI agents, what they may hold and when they can be reached. */
import type { Instant, Zone } from '../words/time.ts';

/** A span of time: from (inclusive) until (exclusive). */
export type Span = { from: Instant; until: Instant };

export type Delegation = {
  /** The delegate's id. */
  to: string;
  /** The cap in minor units of its currency; undefined: the delegator's own limits. */
  upTo?: { minor: number; currency: string };
  /** Only requests of these functions; undefined: all. */
  functions?: readonly string[];
  span: Span;
};

export type Channel = { kind: string; address: string };

/** Opening hours on the wall of a zone; minutes since midnight, `until` up to 1440. */
export type Calendar = {
  name: string;
  zone: Zone;
  /** Index 0 = Sunday … 6 = Saturday; each ascending, not overlapping. */
  week: readonly (readonly { from: number; until: number }[])[];
  /** Days (since 1970-01-01) without work. */
  holidays: ReadonlySet<number>;
};

export type Person = {
  id: string;
  name: string;
  kind: 'person' | 'ai';
  manager?: string;
  /** Every function they work in, with their grade there (L24). */
  grades: ReadonlyMap<string, string>;
  /** Their grade where a rule reaches any function: the one they hold in general. */
  grade?: string;
  roles: readonly string[];
  unit?: string;
  channels: readonly Channel[];
  calendar?: Calendar;
  absences: readonly Span[];
  delegations: readonly Delegation[];
  languages: readonly string[];
  /** Customer numbers under which they are a customer themselves. */
  customers: readonly string[];
  /** Employed from / until, when said. */
  employed: { from?: Instant; until?: Instant };
  /** They said that they are here, whatever their calendar says. */
  here?: Span;
};

export type Organization = {
  name: string;
  zone: Zone;
  people: ReadonlyMap<string, Person>;
  /** Of those who are no longer among the people: who was their manager. */
  left?: ReadonlyMap<string, string>;
  /** SHA-256 of the content, first 16 hexadecimal digits. */
  hash: string;
};
