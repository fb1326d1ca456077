/** Whether what was to be done in the world was done, and once: outbox, receiver and ledger against each other. */
import { type Check, groupedBy, MOMENT_MS, type Told, type Violation } from './violation.ts';

/** Every effect reached the receiver, by its key once, and what came of it came back once. */
export const carriedOut: Check = (evidence, events) => {
  const { organization, outbox, receipts, receiptsBefore, at } = evidence;
  const named = (key: string): string => `${organization}/${key}`;
  const applied = groupedBy(
    receipts.filter(({ what }) => what === 'applied'),
    ({ key }) => key,
  );
  const refused = new Set(receipts.filter(({ what }) => what === 'refused').map(({ key }) => key));
  const reports = groupedBy(
    events.flatMap(({ event }) =>
      event.kind === 'delivered' || event.kind === 'undelivered' ? [event] : [],
    ),
    ({ effect }) => effect,
  );
  const violations: Violation[] = [];
  const add = (kind: Violation['kind'], key: string, what: string): void =>
    void violations.push({ kind, where: `effect ${key}`, what });
  for (const { key, body, due, done, setAside, error } of outbox) {
    const times = applied.get(named(key))?.length ?? 0;
    if (times > 1) add('doubled', key, `the receiver applied it ${times} times`);
    if (setAside !== null) add('lost', key, `it is set aside: ${error ?? 'no reason'}`);
    else if (done === null && due < at - MOMENT_MS)
      add('lost', key, `due ${Math.round((at - due) / 1000)} s ago, it is not carried out: ${error ?? ''}`);
    if (done === null) continue;
    if (times === 0 && !refused.has(named(key)))
      add('lost', key, 'it counts as carried out, and the receiver never got it');
    const back = reports.get(key)?.length ?? 0;
    if (body.report && back === 0) add('lost', key, 'nothing came back of it');
    if (back > 1) add('doubled', key, `it came back ${back} times`);
  }
  const known = new Set(outbox.map(({ key }) => named(key)));
  for (const { key, what } of receiptsBefore)
    if (what === 'applied' && !known.has(key)) add('doubled', key, 'the receiver has it, and nobody sent it');
  return violations;
};

/** What is said in the world is what the ledger says: as many messages as events that cause one. */
export const told: Check = ({ outbox }, events) => {
  const sent = new Map<string, number>();
  for (const { body, conversation } of outbox) {
    const name =
      body.kind === 'tell person' && body.matter === 'question'
        ? `question ${body.question}`
        : body.kind === 'tell customer' && body.matter === 'answer'
          ? `answer to ${body.case}`
          : body.kind === 'tell customer' && body.matter === 'holding reply'
            ? `holding reply in ${conversation}`
            : undefined;
    if (name !== undefined) sent.set(name, (sent.get(name) ?? 0) + 1);
  }
  const caused = causes(events);
  return [...new Set([...sent.keys(), ...caused.keys()])].flatMap((name): Violation[] => {
    const [is, wanted] = [sent.get(name) ?? 0, caused.get(name) ?? 0];
    return is === wanted
      ? []
      : [
          {
            kind: is < wanted ? 'lost' : 'doubled',
            where: name,
            what: `${is} messages for ${wanted} events`,
          },
        ];
  });
};

/** How many messages of each name the ledger calls for. */
function causes(events: readonly Told[]): Map<string, number> {
  const caused = new Map<string, number>();
  const appeals = new Set<string>();
  const cause = (name: string): void => void caused.set(name, (caused.get(name) ?? 0) + 1);
  for (const { row, event } of events) {
    if (event.kind === 'asked' && event.question.kind === 'appeal') appeals.add(event.question.id);
    if (event.kind === 'question sent') cause(`question ${event.question}`);
    if (event.kind === 'granted' || event.kind === 'declined') cause(`answer to ${event.case}`);
    // A no that was looked at once more and stands is said again.
    if (event.kind === 'question closed' && event.how === 'no' && appeals.has(event.question))
      cause(`answer to ${event.case}`);
    if (event.kind === 'holding reply sent') cause(`holding reply in ${row.conversation}`);
  }
  return caused;
}
