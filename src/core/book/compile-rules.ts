/** Lines, grants and consults of a book. */

import type { Also, AmountType, Consult, Counter, Fact, Grant, Limit, Line } from './book.ts';
import type { Environment } from './cel.ts';
import {
  environment,
  known,
  phrase,
  readCondition,
  readDay,
  readExpression,
  readInForce,
  readStaffText,
  readText,
  readWho,
  report,
  type Context,
} from './context.ts';
import { readCounterKey } from './compile-facts.ts';

import {
  keyWords,
  readAmount,
  readDuration,
  readLimit,
  readMoney,
  readShare,
  windowWords,
} from './phrases.ts';
import type { DeclineData, GrantData, RedLineData, RequestData, ReservedData } from './schema.ts';
import type { Path } from './yaml.ts';

/** What rules of one type (or of the book) are read with. */
export type Place = {
  context: Context;
  /** The request type; undefined for rules of the whole book. */
  type?: string;
  function?: string;
  facts: ReadonlyMap<string, Fact>;
  amount?: AmountType;
  /** The type has an amount whose own fault is reported: what limits it is not to blame. */
  amountFaulty?: boolean;
  env: Environment;
};

/** Customer words and alternatives of a line, `never` or `otherwise`: a no without either is no answer (R25). */
function readDecline(
  place: Place,
  path: Path,
  data: DeclineData,
): Pick<Line, 'tell' | 'instead' | 'noAlternative' | 'settled'> {
  const { context } = place;
  const instead = data.instead ?? [];
  const alternatives = new Set([
    ...Object.keys(context.data.alternatives ?? {}),
    ...Object.keys(context.data.requests),
  ]);
  for (const [i, name] of instead.entries()) {
    if (known(context, [...path, 'instead', i], 'alternative', name, alternatives))
      context.used.alternatives.add(name);
  }
  const none = data['no alternative'];
  if (instead.length === 0 && !none) {
    report(
      context,
      path,
      {
        code: 'no-alternative',
        message: 'This no offers nothing instead.',
        mend: 'Name alternatives under "instead", or say under "no alternative" why there is none and who agreed.',
      },
      'key',
    );
  }
  if (instead.length > 0 && none) {
    report(
      context,
      [...path, 'no alternative'],
      {
        code: 'no-alternative',
        message: 'This no has alternatives, and says that it has none.',
        mend: 'Keep one of the two keys.',
      },
      'key',
    );
  }
  const read: Pick<Line, 'tell' | 'instead' | 'noAlternative' | 'settled'> = {
    tell: readText(context, [...path, 'tell'], data.tell, place.facts),
    instead,
  };
  if (none)
    read.noAlternative = {
      because: readStaffText(context, [...path, 'no alternative', 'because'], none.because, place.facts),
      agreedBy: none['agreed by'],
    };
  if (data.settled) {
    const on = readDay(context, [...path, 'settled', 'on'], data.settled.on);
    if (on !== undefined) read.settled = { by: data.settled.by, on };
  }
  return read;
}

export function readRedLine(
  place: Place,
  path: Path,
  name: string,
  id: string,
  data: RedLineData,
): Line | undefined {
  const { context } = place;
  context.places.set(id, path);
  const condition = readCondition(context, path, data, place.env);
  const line: Line = {
    id,
    name,
    kind: data.kind,
    inForce: readInForce(context, path, data),
    ...readDecline(place, path, data),
  };
  if (condition.when) line.when = condition.when;
  const waiver = data['waived by'];
  if (waiver) {
    if (data.kind !== 'policy') {
      report(
        context,
        [...path, 'waived by'],
        {
          code: 'waiver-not-allowed',
          message: `A line of kind ${data.kind} can't be waived by anybody; only a policy line can.`,
          mend: 'Remove "waived by", or make the kind policy if it is one.',
        },
        'key',
      );
    }
    line.admits = readWho(context, [...path, 'waived by'], waiver);
  }
  return condition.ok ? line : undefined;
}

export function readReserved(
  place: Place,
  path: Path,
  name: string,
  id: string,
  data: ReservedData,
): Line | undefined {
  const { context } = place;
  context.places.set(id, path);
  const condition = readCondition(context, path, data, place.env);
  const line: Line = {
    id,
    name,
    kind: 'reserved',
    inForce: readInForce(context, path, data),
    admits: readWho(context, [...path, 'only'], data.only),
    instead: [],
  };
  if (condition.when) line.when = condition.when;
  return condition.ok ? line : undefined;
}

/** `never` and `otherwise`: a decline without a condition of its own. */
export function readWritten(
  place: Place,
  path: Path,
  name: 'never' | 'otherwise',
  id: string,
  data: DeclineData,
): Line {
  place.context.places.set(id, path);
  return { id, name, kind: data.kind, inForce: {}, ...readDecline(place, path, data) };
}

export function readGrant(
  place: Place,
  path: Path,
  name: string,
  id: string,
  data: GrantData,
  ensure: readonly string[],
): Grant | undefined {
  const { context } = place;
  context.places.set(id, path);
  const reaches = (['from', 'role', 'person'] as const).filter((key) => data[key] !== undefined);
  if (reaches.length !== 1) {
    report(
      context,
      path,
      {
        code: 'who-may',
        message:
          reaches.length === 0
            ? 'This grant does not say whom it is for.'
            : `This grant says whom it is for in ${reaches.length} ways.`,
        mend: 'Give one of: from (a grade), role, person.',
      },
      'key',
    );
  }
  if (data.from !== undefined) known(context, [...path, 'from'], 'grade', data.from, context.data.grades);
  if (data.function !== undefined && data.function !== 'any')
    known(context, [...path, 'function'], 'function', data.function, context.data.functions);
  const condition = readCondition(context, path, data, place.env);
  const own = data.ensure ?? [];
  for (const [i, obligation] of own.entries()) useObligation(context, [...path, 'ensure', i], obligation);
  const grant: Grant = {
    id,
    name,
    type: place.type ?? '',
    function: data.function ?? place.function ?? 'any',
    inForce: readInForce(context, path, data),
    ensure: [...new Set([...ensure, ...own])],
  };
  for (const key of ['from', 'role', 'person'] as const) if (data[key] !== undefined) grant[key] = data[key];
  if (condition.when) grant.when = condition.when;
  readAmounts(place, path, data, grant);
  readLimits(place, path, data, grant);
  if (data.share !== undefined) {
    const share = phrase(context, [...path, 'share'], 'wrong-value', readShare(data.share));
    const of =
      share &&
      readExpression(
        context,
        [...path, 'share'],
        share.of,
        environment(context, place.facts),
        place.amount,
        share.start,
      );
    if (share && of) grant.share = { basisPoints: share.basisPoints, of };
    if (!place.amount) refuseLimit(place, [...path, 'share']);
  }
  if (data.also) grant.also = readAlso(context, path, data.also);
  if (data['by exception']) grant.exception = data['by exception'];
  if (data.say !== undefined) grant.say = readText(context, [...path, 'say'], data.say, place.facts);
  return condition.ok && reaches.length === 1 ? grant : undefined;
}

function refuseLimit({ context, amountFaulty }: Place, path: Path): void {
  if (amountFaulty) return;
  report(
    context,
    path,
    {
      code: 'no-amount',
      message: 'This limits an amount, and the request type has none.',
      mend: 'Name the amount of the request type ("amount: FACT"), or remove the limit.',
    },
    'key',
  );
}

function readAmounts(place: Place, path: Path, data: GrantData, grant: Grant): void {
  for (const [key, field] of [
    ['up to', 'upTo'],
    ['at least', 'atLeast'],
    ['usual', 'usual'],
  ] as const) {
    const raw = data[key];
    if (raw === undefined) continue;
    if (!place.amount) {
      refuseLimit(place, [...path, key]);
      continue;
    }
    const limit = phrase(place.context, [...path, key], 'wrong-value', readAmount(raw, place.amount));
    if (limit !== undefined) grant[field] = limit;
  }
  if (grant.upTo !== undefined && grant.atLeast !== undefined && grant.upTo < grant.atLeast) {
    report(place.context, [...path, 'up to'], {
      code: 'empty-range',
      message: `From ${data['at least']} up to ${data['up to']} there is no amount.`,
      mend: 'Make "up to" at least "at least".',
    });
  }
  if (grant.usual !== undefined && grant.upTo !== undefined && grant.usual > grant.upTo) {
    report(place.context, [...path, 'usual'], {
      code: 'usual-above-limit',
      message: `What is usual (${data.usual}) is above the limit (${data['up to']}).`,
      mend: 'Lower "usual", or raise "up to".',
    });
  }
}

function readLimits(place: Place, path: Path, data: GrantData, grant: Grant): void {
  for (const measure of ['times', 'total'] as const) {
    const raw = data[measure];
    if (raw === undefined) continue;
    const at = [...path, measure];
    const limit = readCounted(place, at, measure, raw);
    if (limit) grant[measure] = limit;
  }
}

function readCounted(place: Place, path: Path, measure: 'times' | 'total', raw: string): Limit | undefined {
  const { context } = place;
  const read = phrase(context, path, 'wrong-value', readLimit(raw));
  if (!read) return undefined;
  if (measure === 'total' && !place.amount) {
    refuseLimit(place, path);
    return undefined;
  }
  const max = phrase(
    context,
    path,
    'wrong-value',
    readAmount(read.max, measure === 'total' && place.amount ? place.amount : { kind: 'whole number' }),
  );
  if (max === undefined) return undefined;
  if ('of' in read) {
    if (!known(context, path, 'counter', read.of, context.declared.counters.keys())) return undefined;
    context.used.counters.add(read.of);
    if (context.declared.counters.get(read.of)?.measure !== measure) {
      report(context, path, {
        code: 'wrong-counter',
        message: `"${read.of}" does not count ${measure === 'times' ? 'times' : 'a total'}.`,
        mend: `Use "${measure === 'times' ? 'total' : 'times'}:" for it, or another counter.`,
      });
      return undefined;
    }
    return { max, counter: read.of };
  }
  const per = readCounterKey(context, path, keyWords(read.per), place.facts);
  if (!per) return undefined;
  const counter: Counter = {
    id: `${measure} of ${place.type} per ${keyWords(per)}${windowWords(read.window)}`,
    measure,
    types: [place.type ?? ''],
    per,
    window: read.window,
  };
  if (measure === 'total' && place.amount) counter.of = place.amount;
  context.declared.counters.set(counter.id, counter);
  context.used.counters.add(counter.id);
  return { max, counter: counter.id };
}

function readAlso(context: Context, path: Path, data: NonNullable<GrantData['also']>): Also {
  const [key, units] = Array.isArray(data) ? ['', data] : (Object.entries(data)[0] ?? ['', []]);
  const at = Array.isArray(data) ? [...path, 'also'] : [...path, 'also', key];
  for (const [i, unit] of units.entries())
    known(context, [...at, i], 'unit', unit, Object.keys(context.data.units ?? {}));
  if (!Array.isArray(data) && Object.keys(data).length !== 1) {
    report(context, [...path, 'also'], {
      code: 'wrong-value',
      message: 'A quorum is one number of one list.',
      mend: 'Write one entry: { 2 of: [finance, legal, fraud] }.',
    });
  }
  const count = Array.isArray(data) ? units.length : Number(/^\d+/.exec(key)?.[0] ?? 0);
  if (count < 1 || count > units.length) {
    report(
      context,
      at,
      {
        code: 'impossible-quorum',
        message: `${count} of ${units.length} units can't be reached.`,
        mend: `Ask for 1 to ${units.length}.`,
      },
      'key',
    );
  }
  return { count, units };
}

export function readConsult(
  place: Place,
  path: Path,
  name: string,
  id: string,
  data: NonNullable<RequestData['consult']>[string],
): Consult | undefined {
  const { context } = place;
  context.places.set(id, path);
  const condition = readCondition(context, path, data, place.env);
  const consult: Consult = {
    id,
    name,
    ask: readWho(context, [...path, 'ask'], data.ask),
    silence: data.silence ?? 'go ahead',
  };
  if (condition.when) consult.when = condition.when;
  if (data.above !== undefined) {
    if (!place.amount) refuseLimit(place, [...path, 'above']);
    else {
      const above = phrase(context, [...path, 'above'], 'wrong-value', readAmount(data.above, place.amount));
      if (above !== undefined) consult.above = above;
    }
  }
  if (data.within !== undefined) {
    const within = phrase(context, [...path, 'within'], 'wrong-value', readDuration(data.within));
    if (within !== undefined) consult.withinMs = within;
  }
  return condition.ok ? consult : undefined;
}

export function useObligation(context: Context, path: Path, name: string): void {
  if (known(context, path, 'obligation', name, Object.keys(context.data.obligations ?? {})))
    context.used.obligations.add(name);
}

/** Money in the book's currency, or a problem. */
export function readBookMoney(context: Context, path: Path, raw: string): number | undefined {
  const money = phrase(context, path, 'wrong-value', readMoney(raw));
  if (money === undefined) return undefined;
  if (money.currency === context.data.currency) return money.minor;
  report(context, path, {
    code: 'wrong-value',
    message: `"${raw}" is in ${money.currency}, and the book is in ${context.data.currency}.`,
    mend: `Write it in ${context.data.currency}.`,
  });
  return undefined;
}
