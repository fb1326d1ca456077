/**
 * What decisions want to know beside book and people: totals, standing answers, customers. Whoever asks while an answer is
 * under way is answered together with all who asked meanwhile, so that many decisions at once cost one round trip.
 */
import type { Pool } from 'pg';
import type { KnownCustomer } from '../../core/cases/known-customer.ts';
import { known, type CustomerRecord } from '../../core/customers/record.ts';
import { Line } from './line.ts';
import type { StandingAnswer, WantedTally } from './load.ts';

/** By stored names. */
export type WantedKnown = {
  tallies: readonly WantedTally[];
  standing: readonly string[];
  customers: readonly string[];
};

export type FoundKnown = {
  /** One for each wanted tally, in their order; `amount` in minor units. */
  tallies: { times: number; amount: number }[];
  /** Of every standing key the latest answer of each case, the latest first. */
  standing: readonly StandingAnswer[];
  /** By key; of those that are left out nothing is stored. */
  customers: ReadonlyMap<string, KnownCustomer>;
};

/** How many are answered together at the most. */
const MOST_TOGETHER = 64;

const lines = new WeakMap<Pool, Map<string, Line<WantedKnown, FoundKnown>>>();

/**
 * Loads what is wanted of an organization, with what others want of it at the same time. All that is stored counts, also
 * what another node, whose clock is ahead, wrote for later than now.
 */
export function loadKnown(pool: Pool, organization: string, wanted: WantedKnown): Promise<FoundKnown> {
  const ofPool = lines.get(pool) ?? new Map<string, Line<WantedKnown, FoundKnown>>();
  lines.set(pool, ofPool);
  const line =
    ofPool.get(organization) ??
    new Line<WantedKnown, FoundKnown>((all) => loadTogether(pool, organization, all), MOST_TOGETHER);
  ofPool.set(organization, line);
  return line.join(wanted);
}

async function loadTogether(
  pool: Pool,
  organization: string,
  all: readonly WantedKnown[],
): Promise<FoundKnown[]> {
  const { rows } = await pool.query<{
    found: {
      tallies: [number, number][];
      standing: StandingAnswer[];
      customers: Record<string, CustomerRecord>;
    };
  }>({
    name: 'load-known',
    text: 'select sayso.load_known($1, $2, $3, $4) as found',
    values: [
      organization,
      JSON.stringify(all.flatMap(({ tallies }) => tallies)),
      all.flatMap(({ standing }) => standing),
      all.flatMap(({ customers }) => customers),
    ],
  });
  const found = rows[0]?.found ?? { tallies: [], standing: [], customers: {} };
  const customers = new Map(Object.entries(found.customers).map(([key, record]) => [key, known(record)]));
  let at = 0;
  return all.map(({ tallies }) => {
    const own = found.tallies.slice(at, (at += tallies.length));
    return {
      tallies: own.map(([times, amount]) => ({ times, amount })),
      standing: found.standing,
      customers,
    };
  });
}
