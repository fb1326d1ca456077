/** What core asks for while it works something out is loaded, and it begins anew: core waits for nothing. */
import type { Case } from '../core/cases/conversation.ts';
import { wantedName, type Total } from '../core/cases/totals.ts';
import type { KnownCustomer } from '../core/cases/known-customer.ts';
import type { Given, StandingAnswer, Wanted } from '../core/cases/turn.ts';
import type { Engine } from './engine.ts';
import { loadKnown } from './store/known.ts';
import { conversationOfCase } from './store/lists.ts';
import { customerKey, storedKey, storedTotal } from './store/wanted.ts';

/** The organization's salt; totals, standing answers, other cases and customers, as far as they were asked for. */
export type Known = Pick<Given, 'salt' | 'totals' | 'standing' | 'cases' | 'customers'>;

const MOST_ROUNDS = 10;

/**
 * Runs something pure until it has all that it wants to know.
 * @param salt the organization's; totals and standing answers are stored under names that are made with it, too
 */
export async function untilKnown<T extends object>(
  engine: Engine,
  organization: string,
  salt: string,
  run: (known: Known) => T,
): Promise<Exclude<T, { wanted: Wanted }>> {
  const totals = new Map<string, Total>();
  const standing = new Map<string, readonly StandingAnswer[]>();
  const cases = new Map<string, Case | null>();
  const customers = new Map<string, KnownCustomer | null>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const outcome = run({ salt, totals, standing, cases, customers });
    if (!('wanted' in outcome)) return outcome as Exclude<T, { wanted: Wanted }>;
    const wanted = outcome.wanted as Wanted;
    for (const id of wanted.cases) {
      const found = await conversationOfCase(engine, organization, id);
      cases.set(id, found?.cases.find((one) => one.id === id) ?? null);
    }
    await fill(engine, organization, wanted, { salt, totals, standing, customers });
  }
  throw new Error('it wants to know more and more');
}

type Filled = {
  salt: string;
  totals: Map<string, Total>;
  standing: Map<string, readonly StandingAnswer[]>;
  customers: Map<string, KnownCustomer | null>;
};

async function fill(
  engine: Engine,
  organization: string,
  wanted: Wanted,
  { salt, totals, standing, customers }: Filled,
): Promise<void> {
  const named = new Map((wanted.customers ?? []).map((id) => [id, customerKey(salt, id) ?? '']));
  if (wanted.totals.length + wanted.standing.length + named.size === 0) return;
  const found = await engine.database.use((pool) =>
    loadKnown(pool, organization, {
      tallies: wanted.totals.map((one) => ({ key: storedTotal(salt, one), from: one.since })),
      standing: wanted.standing.map((scope) => storedKey(salt, scope)),
      customers: [...named.values()],
    }),
  );
  for (const [id, key] of named) customers.set(id, found.customers.get(key) ?? null);
  for (const [i, one] of wanted.totals.entries())
    totals.set(wantedName(one), found.tallies[i] ?? { times: 0, amount: 0 });
  for (const scope of wanted.standing) {
    const key = storedKey(salt, scope);
    const rows = found.standing.filter((row) => row.key === key && row.answer !== null);
    standing.set(
      scope,
      rows.map(({ case: of, answer, until }) => ({
        ...(answer as unknown as Pick<StandingAnswer, 'standingKey' | 'kind'>),
        case: of,
        until,
      })),
    );
  }
}
