/** "My remit": all that a person may grant by themselves now (R28). */
import type { Book, Grant } from '../book/book.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { fits } from '../organization/people.ts';
import type { Instant } from '../words/time.ts';
import { authoritiesOf, reachFault, roomOf } from './authority.ts';
import type { Request, Tallies } from './request.ts';
import { formatAmount, look, type Situation } from './situation.ts';

export type RemitGrant = {
  rule: string;
  /** The condition as the book writes it; left out: none. */
  when?: string;
  up_to?: string;
  at_least?: string;
  share?: string;
  usual?: string;
  times?: string;
  total?: string;
  /** What is left of it now, conditions apart; "unlimited", or null where the type has no amount. */
  headroom: string | null;
  also?: { count: number; units: string[] };
  exception?: string[];
  ensure: string[];
  /** The person whose delegated authority it is. */
  for?: string;
};

export type RemitType = {
  type: string;
  unit?: string;
  headroom: string | null;
  may: RemitGrant[];
  lines: { rule: string; kind: string; when?: string }[];
};

export type Remit = {
  person: string;
  types: RemitType[];
  /** Types that this person may never grant, and why. */
  not: { type: string; because: 'function' | 'grade' | 'never' | 'nobody' }[];
  units: string[];
  waives: string[];
  /** Whether they hold residual authority, and up to which amount. */
  residual?: { up_to?: string };
};

/** What a person may do; a request's customer, subject and tallies count where they are given. */
export function remitOf(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  person: Person,
  at: Instant,
): Remit {
  const types: RemitType[] = [];
  const not: Remit['not'] = [];
  for (const type of book.types.values()) {
    const s = look(book, organization, tallies, { ...request, type: type.name }, person, at);
    const may = grantsOf(s, person);
    const never = s.lines.some(({ line }) => !line.when && !line.admits && line.name !== 'never above');
    if (never || may.length === 0) {
      not.push({
        type: type.name,
        because: never
          ? 'never'
          : s.grants.length === 0
            ? 'nobody'
            : s.grants.some((grant) =>
                  authoritiesOf(s, person).some((authority) => reachFault(s, grant, authority) === 'grade'),
                )
              ? 'grade'
              : 'function',
      });
      continue;
    }
    const rooms = may.map((grant) => grant.headroom);
    const most = rooms.includes('unlimited')
      ? 'unlimited'
      : (rooms.filter((room) => room !== null).sort((a, b) => Number(b) - Number(a))[0] ?? null);
    types.push({
      type: type.name,
      ...(type.amount && {
        unit: type.amount.type.kind === 'money' ? type.amount.type.currency : type.amount.type.kind,
      }),
      headroom: most,
      may,
      lines: s.lines
        .filter(({ line }) => line.kind !== 'reserved' && line.when)
        .map(({ line }) => ({ rule: line.id, kind: line.kind, ...(line.when && { when: line.when.text }) })),
    });
  }
  const residual = book.residual.find(({ who }) => fits(who, person, book));
  return {
    person: person.id,
    types,
    not,
    units: [...book.units.keys()].filter((unit) => fits({ unit }, person, book)),
    waives: [
      ...new Set(
        [...book.types.values()]
          .flatMap((type) => type.lines)
          .filter((line) => line.kind === 'policy' && line.admits && fits(line.admits, person, book))
          .map((line) => line.id),
      ),
    ],
    ...(residual && {
      residual:
        residual.upTo === undefined
          ? {}
          : { up_to: formatAmount({ kind: 'money', currency: book.currency }, residual.upTo) },
    }),
  };
}

function grantsOf(s: Situation, person: Person): RemitGrant[] {
  return authoritiesOf(s, person).flatMap((authority) =>
    s.grants.flatMap((grant): RemitGrant[] => {
      if (reachFault(s, grant, authority) !== undefined) return [];
      const type = s.type?.amount?.type;
      const open: Grant = { ...grant };
      delete open.when;
      delete open.also;
      delete open.exception;
      const room = roomOf(s, open, authority, 'best');
      const show = (units: number): string => (type ? formatAmount(type, units) : String(units));
      return [
        {
          rule: grant.id,
          headroom: !type ? null : room === Infinity ? 'unlimited' : show(room),
          ensure: [...grant.ensure],
          ...(grant.when && { when: grant.when.text }),
          ...(grant.upTo !== undefined && { up_to: show(grant.upTo) }),
          ...(grant.atLeast !== undefined && { at_least: show(grant.atLeast) }),
          ...(grant.share && { share: `${grant.share.basisPoints / 100}% of ${grant.share.of.text}` }),
          ...(grant.usual !== undefined && { usual: show(grant.usual) }),
          ...(grant.times && { times: limitWords(String(grant.times.max), grant.times.counter) }),
          ...(grant.total && {
            total: limitWords(
              `${show(grant.total.max)}${type?.kind === 'money' ? ` ${type.currency}` : ''}`,
              grant.total.counter,
            ),
          }),
          ...(grant.also && { also: { count: grant.also.count, units: [...grant.also.units] } }),
          ...(grant.exception && { exception: [...grant.exception] }),
          ...(authority.holder.id !== person.id && { for: authority.holder.id }),
        },
      ];
    }),
  );
}

/** "1 per customer within 90 days", or "2 of refunds" for a shared counter. */
function limitWords(max: string, counter: string): string {
  const own = /^(?:times|total) of .+? (per .+)$/.exec(counter)?.[1];
  return own === undefined ? `${max} of ${counter}` : `${max} ${own}`;
}
