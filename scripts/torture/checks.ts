/**
 * What must hold after every round. Each check looks at the evidence alone and counts by itself: none asks the code that it
 * checks, `replay` apart, which is what the stored state is held against.
 */
import { isDeepStrictEqual } from 'node:util';
import { isOpen, stageOf, waitingFor } from '../../src/core/cases/conversation.ts';
import { nextDue } from '../../src/core/cases/due.ts';
import { replay } from '../../src/core/cases/evolve.ts';
import { eventOf } from '../../src/shell/entries.ts';
import { checkChain, type LedgerEntry } from '../../src/shell/ledger/chain.ts';
import { storedTotal } from '../../src/shell/store/wanted.ts';
import { answered, limited } from './check-answers.ts';
import { carriedOut, told } from './check-effects.ts';
import { promised } from './check-promises.ts';
import type { Evidence } from './evidence.ts';
import { type Check, groupedBy, MOMENT_MS, type Told, type Violation } from './violation.ts';

/** How far a stamp may be from the torture's time: a clock that is off by less takes part, and a comparison errs by as much. */
const STAMP_OFF_MS = 4500;
const ofCases = ({ ledger }: Evidence): Told[] =>
  ledger
    .filter(({ conversation }) => conversation !== null)
    .map((row) => ({ row, event: eventOf(row.body, row.value) }));

/** Every acknowledged command is on the ledger where its answer said, and is remembered under its key. */
const acknowledged: Check = ({ heard, ledger, commands }) => {
  const byKey = new Map(commands.map(({ key, result }) => [key, result]));
  const at = new Map(ledger.map((row) => [row.sequence, row]));
  return heard.flatMap(({ key, command, by, reply, times }): Violation[] => {
    const where = `${command} by ${by}, key ${key}`;
    if (!reply.done) {
      // Refused at first, a command that was sent twice may still have been taken from a node that was frozen.
      return byKey.has(key) && times === 1
        ? [{ kind: 'wrong', where, what: 'it was refused, and carried out' }]
        : [];
    }
    const violations: Violation[] = [];
    const changed = reply.kinds.length > 0 || reply.replayed;
    const result = byKey.get(key) as { case: string | null; conversation: string } | undefined;
    if (changed && result === undefined)
      violations.push({ kind: 'lost', where, what: 'it was acknowledged, and its key is not known' });
    else if (result && (result.case !== reply.case || result.conversation !== reply.conversation))
      violations.push({
        kind: 'doubled',
        where,
        what: `it was acknowledged for case ${reply.case}, and is remembered for ${result.case}`,
      });
    const first = reply.sequence - reply.kinds.length + 1;
    for (const [n, kind] of reply.kinds.entries()) {
      const row = at.get(first + n);
      if (row?.kind !== kind || row.conversation !== reply.conversation)
        violations.push({
          kind: 'lost',
          where,
          what: `entry ${first + n} was acknowledged as "${kind}", and is ${row ? `"${row.kind}"` : 'not there'}`,
        });
    }
    return violations;
  });
};

/** However often it was sent: under one key something is carried out once. */
const once: Check = ({ heard }) =>
  [...groupedBy(heard, ({ key }) => key)].flatMap(([key, all]): Violation[] => {
    const fresh = all.filter(({ reply }) => reply.done && !reply.replayed && reply.kinds.length > 0);
    return fresh.length > 1
      ? [
          {
            kind: 'doubled',
            where: `${fresh[0]?.command}, key ${key}`,
            what: `carried out ${fresh.length} times`,
          },
        ]
      : [];
  });

/** The ledger verifies: no entry is changed, removed or moved, and it does not end before its head or an anchor. */
const chained: Check = async ({ organization, ledger, head, anchors }) => {
  const entries = ledger.map(
    ({ salt, value, sequence, hash, body, at, kind, conversation, case: one }): LedgerEntry => ({
      sequence,
      hash,
      body,
      ...(salt !== null && value !== null && { personal: { salt, value } }),
      columns: { at, kind, conversation, case: one },
    }),
  );
  const lastPersonal = ledger.findLast(({ value }) => value !== null)?.sequence ?? 0;
  const { broken } = await checkChain(organization, each(entries), each(anchors), () => ({
    head,
    lastPersonal,
  }));
  if (!broken) return [];
  const { sequence, what, message } = broken;
  const kind = what.endsWith('removed') ? 'lost' : what === 'added' ? 'doubled' : 'wrong';
  return [{ kind, where: `ledger entry ${sequence}`, what: message }];
};

async function* each<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

/** What is stored is what its events come to, in the conversation and in the lists. */
const replayed: Check = ({ conversations, cases }, events) => {
  const records = groupedBy(events, ({ row }) => row.conversation ?? '');
  const rows = new Map(cases.map((row) => [row.id, row]));
  const violations: Violation[] = [];
  for (const { id, state } of conversations) {
    const record = (records.get(id) ?? []).map(({ event }) => event);
    records.delete(id);
    const again = JSON.parse(JSON.stringify(replay(id, record))) as unknown;
    if (!isDeepStrictEqual(again, state))
      violations.push({
        kind: 'lost',
        where: `conversation ${id}`,
        what: 'its state is not what its events come to',
      });
    for (const one of state.cases) {
      const open = isOpen(one);
      const wanted = {
        id: one.id,
        conversation: id,
        open,
        stage: stageOf(one),
        asker: one.asker,
        owner: one.owner,
        promised: open ? (state.promise?.due ?? null) : null,
        waitingFor: open ? waitingFor(one) : [],
      };
      if (!isDeepStrictEqual(rows.get(one.id), wanted))
        violations.push({
          kind: 'lost',
          where: `case ${one.id}`,
          what: `its row in the lists is ${JSON.stringify(rows.get(one.id))}, not ${JSON.stringify(wanted)}`,
        });
    }
  }
  for (const id of records.keys())
    violations.push({ kind: 'lost', where: `conversation ${id}`, what: 'it has events and no state' });
  return violations;
};

/** A conversation has the timer that its state wants, it is not set aside, and it is not late. */
const timed: Check = ({ conversations, timers, at }) => {
  const rows = new Map(timers.map((row) => [row.conversation, row]));
  return conversations.flatMap(({ id, state }): Violation[] => {
    const row = rows.get(id);
    const due = nextDue(state);
    const where = `timer of ${id}`;
    if (row && row.setAside !== null)
      return [{ kind: 'lost', where, what: `it is set aside: ${row.error ?? 'no reason'}` }];
    if ((row?.due ?? null) !== due)
      return [{ kind: 'lost', where, what: `it is due at ${row?.due ?? 'never'}, and should be at ${due}` }];
    if (due !== null && due < at - MOMENT_MS)
      return [{ kind: 'lost', where, what: `it was due ${Math.round((at - due) / 1000)} s ago` }];
    return [];
  });
};

/** Nobody writes by a wrong clock: not those who were answered, and nobody else into the future. */
const stamped: Check = ({ heard, ledger, at }) => {
  const rows = new Map(ledger.map((row) => [row.sequence, row]));
  const ahead = ledger
    .filter((row) => row.at > at + STAMP_OFF_MS)
    .map(({ sequence, at: stamp }): Violation => ({
      kind: 'wrong',
      where: `ledger entry ${sequence}`,
      what: `it is stamped ${stamp - at} ms into the future`,
    }));
  const answers = heard.flatMap(({ reply, sent, heard: until, command, key }): Violation[] => {
    if (!reply.done || reply.kinds.length === 0) return [];
    const stamp = rows.get(reply.sequence)?.at;
    if (stamp === undefined || (stamp >= sent - STAMP_OFF_MS && stamp <= until + STAMP_OFF_MS)) return [];
    const off = stamp < sent ? stamp - sent : stamp - until;
    return [
      { kind: 'wrong', where: `${command}, key ${key}`, what: `a clock that was ${off} ms off stamped it` },
    ];
  });
  return [...ahead, ...answers];
};

/** The running totals are what the yeses on the ledger add. */
const tallied: Check = ({ tallies, salt }, events) => {
  const sums = new Map<string, { times: number; amount: number }>();
  for (const { event } of events) {
    const sign = event.kind === 'granted' ? 1 : -1;
    const adds =
      event.kind === 'granted'
        ? event.personal?.adds
        : event.kind === 'answer reopened'
          ? event.personal?.removes
          : [];
    for (const add of adds ?? []) {
      const key = storedTotal(salt, add);
      const sum = sums.get(key) ?? { times: 0, amount: 0 };
      sums.set(key, { times: sum.times + sign * add.times, amount: sum.amount + sign * add.amount });
    }
  }
  const stored = new Map(tallies.map(({ key, ...sum }) => [key, sum]));
  return [...new Set([...sums.keys(), ...stored.keys()])].flatMap((key): Violation[] => {
    const [mine, theirs] = [sums.get(key), stored.get(key)];
    return isDeepStrictEqual(mine, theirs)
      ? []
      : [
          {
            kind: (mine?.times ?? 0) > (theirs?.times ?? 0) ? 'lost' : 'doubled',
            where: `total ${key}`,
            what: `it is ${JSON.stringify(theirs)}, and the ledger says ${JSON.stringify(mine)}`,
          },
        ];
  });
};

/** Every check, by its name. */
export const CHECKS = {
  acknowledged,
  once,
  answered,
  limited,
  promised,
  'carried out': carriedOut,
  told,
  replayed,
  chained,
  timed,
  stamped,
  tallied,
} satisfies Record<string, Check>;

export type CheckName = keyof typeof CHECKS;

/** All that is wrong, each with the check that found it. */
export async function check(evidence: Evidence): Promise<(Violation & { check: CheckName })[]> {
  const events = ofCases(evidence);
  const found = await Promise.all(
    (Object.entries(CHECKS) as [CheckName, Check][]).map(async ([name, run]) =>
      (await run(evidence, events)).map((violation) => ({ ...violation, check: name })),
    ),
  );
  return found.flat();
}
