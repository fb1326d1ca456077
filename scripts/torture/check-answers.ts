/** Whether each case has one final answer, and no limit was passed: counted on the ledger, not from totals. */
import type { Event } from '../../src/core/cases/event.ts';
import type { Instant } from '../../src/core/words/time.ts';
import type { Check, Violation } from './violation.ts';
import { type Limit, LIMITS } from './world.ts';

/** One final answer per case, until an event opens it again; and every approval is used once. */
export const answered: Check = (_, events) => {
  const answers = new Map<string, number>();
  const used = new Set<string>();
  const violations: Violation[] = [];
  for (const { row, event } of events) {
    const id = event.case ?? '';
    if (event.kind === 'answer reopened') answers.delete(id);
    if (event.kind !== 'granted' && event.kind !== 'declined') continue;
    const before = answers.get(id);
    if (before !== undefined)
      violations.push({
        kind: 'doubled',
        where: `case ${id}`,
        what: `entry ${row.sequence} is a second answer after entry ${before}`,
      });
    answers.set(id, row.sequence);
    const approval = event.kind === 'granted' ? event.answer.approval : undefined;
    if (approval === undefined) continue;
    if (used.has(approval))
      violations.push({ kind: 'doubled', where: `case ${id}`, what: `the yes ${approval} is used twice` });
    used.add(approval);
  }
  return violations;
};

/** A yes that stands, as it counts. */
type Counted = {
  type: string;
  cents: number;
  agent: string;
  customer: string | undefined;
  subject: string | undefined;
  at: Instant;
};

/** No yes passes a limit of the rule that it names, when it is counted with all that stood before it on the ledger. */
export const limited: Check = (_, events) => {
  const requests = new Map<string, { customer?: string; subject?: string }>();
  const fulfilled = new Set<string>();
  const standing = new Map<string, Counted>();
  /** Yeses that were carried out before their case was opened again: they count for good. */
  const kept: Counted[] = [];
  const violations: Violation[] = [];
  for (const { row, event } of events) {
    const id = event.case ?? '';
    noteRequest(requests, event);
    if (event.kind === 'fulfilled') fulfilled.add(id);
    if (event.kind === 'answer reopened') {
      const before = standing.get(id);
      if (before && fulfilled.has(id)) kept.push(before);
      standing.delete(id);
      fulfilled.delete(id);
    }
    if (event.kind !== 'granted') continue;
    const counted = countedOf(event, requests.get(id) ?? {});
    standing.set(id, counted);
    for (const passed of passedBy(event.answer.rule, counted, [...kept, ...standing.values()]))
      violations.push({
        kind: 'doubled',
        where: `case ${id}, entry ${row.sequence}`,
        what: `${event.answer.rule}: ${passed}`,
      });
  }
  return violations;
};

function noteRequest(requests: Map<string, { customer?: string; subject?: string }>, event: Event): void {
  const said =
    event.kind === 'opened'
      ? event.personal?.request
      : event.kind === 'told'
        ? { customer: event.personal?.customer, subject: event.personal?.subject }
        : undefined;
  if (!said || event.case === null) return;
  const before = requests.get(event.case) ?? {};
  requests.set(event.case, {
    ...before,
    ...(said.customer !== undefined && { customer: said.customer }),
    ...(said.subject !== undefined && { subject: said.subject }),
  });
}

const countedOf = (
  { answer, at }: Event<'granted'>,
  { customer, subject }: { customer?: string; subject?: string },
): Counted => ({
  type: answer.type,
  cents: Math.round(Number(answer.amount ?? '0') * 100),
  agent: answer.for ?? answer.by,
  customer,
  subject,
  at,
});

/** Which limits of a rule are passed by what stands, the yes itself included. */
function passedBy(rule: string, yes: Counted, all: readonly Counted[]): string[] {
  const limit: Limit | undefined = LIMITS[rule];
  if (!limit) return [];
  const alike = all.filter(({ type }) => type === limit.type);
  const ofCustomer = alike.filter(({ customer }) => customer !== undefined && customer === yes.customer);
  const ofSubject = alike.filter(({ subject }) => subject !== undefined && subject === yes.subject);
  const { agentTotal } = limit;
  const ofAgent = agentTotal
    ? alike.filter(({ agent, at }) => agent === yes.agent && at > yes.at - agentTotal.withinMs)
    : [];
  const sum = (some: readonly Counted[]): number => some.reduce((total, { cents }) => total + cents, 0);
  const found: (readonly [string, number, number | undefined])[] = [
    ['on the subject', yes.subject === undefined ? yes.cents : sum(ofSubject), limit.upTo],
    ['for the customer', sum(ofCustomer), limit.customerTotal],
    ['times for the customer', ofCustomer.length, limit.customerTimes],
    ['times on the subject', ofSubject.length, limit.subjectTimes],
    ['by the agent in the window', sum(ofAgent), agentTotal?.most],
  ];
  return found.flatMap(([what, is, most]) =>
    most !== undefined && is > most ? [`${is} ${what}, where ${most} is the most`] : [],
  );
}
