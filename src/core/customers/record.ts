/** What is stored of a customer: the flag of a special client, and how they like to be served. A person said all of it. */
import type { KnownCustomer } from '../cases/known-customer.ts';
import type { Instant } from '../words/time.ts';

export type Flag = {
  /** Who looks after them; the book's role where left out. */
  owner?: string;
  until: Instant;
  /** Why: of the book's list, or free words where it has none. */
  criteria: readonly string[];
  setBy: string;
  setAt: Instant;
};

/** How a customer likes to be served; all of it told by them or by somebody who serves them. */
export type Preferences = {
  language?: string;
  time_zone?: string;
  /** The channel that they like best. */
  channel?: string;
  email?: string;
  phone?: string;
  /** How they like to be addressed. */
  called?: string;
  note?: string;
};

export type CustomerRecord = { customer: string; flag?: Flag; preferences: Preferences };

/** One of whom nothing is stored. */
export const newRecord = (customer: string): CustomerRecord => ({ customer, preferences: {} });

/** The flag while it holds: it ends by its date. */
export const flagAt = ({ flag }: Pick<CustomerRecord, 'flag'>, at: Instant): Flag | undefined =>
  flag !== undefined && at < flag.until ? flag : undefined;

/** As far as it counts in a case. */
export const known = ({ flag, preferences }: CustomerRecord): KnownCustomer => ({
  ...(flag && {
    special: { until: flag.until, ...(flag.owner !== undefined && { owner: flag.owner }) },
  }),
  ...(preferences.language !== undefined && { language: preferences.language }),
  ...(preferences.time_zone !== undefined && { time_zone: preferences.time_zone }),
});
