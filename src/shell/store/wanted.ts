/** Names under which totals and standing answers are stored: they hold no customer, only a salted hash. */
import { totalKey, type WantedTotal } from '../../core/cases/totals.ts';
import { sha256 } from '../../core/words/hash.ts';

/** A key's stored name. */
export const storedKey = (salt: string, key: string): string => sha256(salt + key).slice(0, 40);

/** The stored name of a total. */
export const storedTotal = (salt: string, wanted: Pick<WantedTotal, 'type' | 'per' | 'of'>): string =>
  storedKey(salt, totalKey(wanted));

/** The stored name of a customer. */
export const customerKey = (salt: string, customer: string | undefined): string | null =>
  customer === undefined ? null : sha256(salt + customer);
