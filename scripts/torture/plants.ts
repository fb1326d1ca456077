/** Violations to plant in evidence that is right: each has to be found by its check, or that check checks nothing. */
import type { EntryRow, Evidence, OutboxRow } from './evidence.ts';
import type { CheckName } from './checks.ts';

export type Plant = {
  check: CheckName;
  what: string;
  /** Changes the evidence. Throws where it has nothing that could be changed so. */
  plant: (evidence: Evidence) => void;
};

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the evidence has nothing to plant this in');
  return value;
}

const HOUR = 3_600_000;

type Written = Record<string, unknown> & { answer?: Record<string, unknown> };

/** An entry whose body says something else. */
function rewrite(row: EntryRow, change: (body: Written) => void): void {
  const body = JSON.parse(row.body) as Written;
  change(body);
  row.body = JSON.stringify(body);
}

const entryOf = ({ ledger }: Evidence, kind: string): EntryRow =>
  there(ledger.find((row) => row.kind === kind));

const acknowledgedIn = ({ heard }: Evidence): Evidence['heard'][number] =>
  there(heard.find(({ reply }) => reply.done && !reply.replayed && reply.kinds.length > 0));

const doneIn = ({ outbox, receipts, organization }: Evidence): OutboxRow =>
  there(
    outbox.find(
      ({ key, done }) =>
        done !== null &&
        receipts.some((receipt) => receipt.what === 'applied' && receipt.key === `${organization}/${key}`),
    ),
  );

const messageIn = ({ outbox }: Evidence): OutboxRow =>
  there(outbox.find(({ body }) => body.kind === 'tell customer' && body.matter === 'answer'));

export const PLANTS: readonly Plant[] = [
  {
    check: 'acknowledged',
    what: 'the entries of an acknowledged command are gone',
    plant: (evidence) => {
      const { reply } = acknowledgedIn(evidence);
      if (reply.done)
        evidence.ledger = evidence.ledger.filter(
          ({ sequence }) => sequence <= reply.sequence - reply.kinds.length || sequence > reply.sequence,
        );
    },
  },
  {
    check: 'acknowledged',
    what: 'an acknowledged key is forgotten',
    plant: (evidence) => {
      const { key } = acknowledgedIn(evidence);
      evidence.commands = evidence.commands.filter((command) => command.key !== key);
    },
  },
  {
    check: 'acknowledged',
    what: 'a refused command was carried out',
    plant: ({ heard, commands }) => {
      const { key } = there(heard.find(({ reply, times }) => !reply.done && times === 1));
      commands.push({ key, result: { case: 'c', conversation: 'v' } });
    },
  },
  {
    check: 'once',
    what: 'one key is carried out twice',
    plant: (evidence) => void evidence.heard.push(acknowledgedIn(evidence)),
  },
  {
    check: 'answered',
    what: 'a case has a second answer',
    plant: (evidence) => {
      const row = entryOf(evidence, 'granted');
      evidence.ledger.splice(evidence.ledger.indexOf(row), 0, { ...row });
    },
  },
  {
    check: 'limited',
    what: 'a yes passes its limit',
    plant: (evidence) =>
      rewrite(entryOf(evidence, 'granted'), ({ answer = {} }) => {
        answer['rule'] = 'refund/may/small';
        answer['type'] = 'refund';
        answer['amount'] = '100.01';
      }),
  },
  {
    check: 'promised',
    what: 'nothing says what became of a promise',
    plant: (evidence) => {
      const { promise } = JSON.parse(entryOf(evidence, 'promised').body) as { promise: string };
      evidence.ledger = evidence.ledger.filter(
        ({ kind, body }) => kind === 'promised' || !body.includes(`"promise":"${promise}"`),
      );
      evidence.at += 1000 * HOUR;
    },
  },
  {
    check: 'promised',
    what: 'a promise was met an hour late, and counts as kept',
    plant: (evidence) => {
      const kept = entryOf(evidence, 'promise kept');
      rewrite(kept, (body) => {
        body['at'] = new Date(kept.at + 1000 * HOUR).toISOString();
      });
    },
  },
  {
    check: 'promised',
    what: 'a case is open, and nothing is promised',
    plant: ({ conversations }) => {
      const { state } = there(conversations[0]);
      const [one] = state.cases;
      const { closed: _, ...open } = there(one);
      Object.assign(state, { cases: [open], promise: undefined });
    },
  },
  {
    check: 'carried out',
    what: 'the receiver never got an effect',
    plant: (evidence) => {
      const { key } = doneIn(evidence);
      evidence.receipts = evidence.receipts.filter((receipt) => !receipt.key.endsWith(`/${key}`));
    },
  },
  {
    check: 'carried out',
    what: 'the receiver applied an effect twice',
    plant: (evidence) => {
      const { key } = doneIn(evidence);
      evidence.receipts.push({ key: `${evidence.organization}/${key}`, what: 'applied' });
    },
  },
  {
    check: 'carried out',
    what: 'the receiver applied what nobody sent',
    plant: (evidence) =>
      void evidence.receiptsBefore.push({ key: `${evidence.organization}/of-nobody`, what: 'applied' }),
  },
  {
    check: 'carried out',
    what: 'an effect is left undone',
    plant: (evidence) => void Object.assign(doneIn(evidence), { done: null, due: evidence.at - HOUR }),
  },
  {
    check: 'carried out',
    what: 'an effect is set aside',
    plant: (evidence) => void Object.assign(doneIn(evidence), { setAside: evidence.at, error: 'planted' }),
  },
  {
    check: 'carried out',
    what: 'it came back twice that an effect was delivered',
    plant: (evidence) => void evidence.ledger.push({ ...entryOf(evidence, 'delivered') }),
  },
  {
    check: 'told',
    what: 'an answer is told twice, under two keys',
    plant: (evidence) =>
      void evidence.outbox.push({ ...messageIn(evidence), key: 'another key for the same answer' }),
  },
  {
    check: 'told',
    what: 'an answer is not told',
    plant: (evidence) => {
      const message = messageIn(evidence);
      evidence.outbox = evidence.outbox.filter((row) => row !== message);
    },
  },
  {
    check: 'replayed',
    what: 'a state is not what its events come to',
    plant: ({ conversations }) =>
      void Object.assign(there(there(conversations[0]).state.cases[0]), { owner: 'nobody' }),
  },
  {
    check: 'replayed',
    what: 'a case is missing from the lists',
    plant: ({ cases }) => void there(cases.pop()),
  },
  {
    check: 'chained',
    what: 'an entry is removed',
    plant: ({ ledger }) => void ledger.splice(Math.floor(ledger.length / 2), 1),
  },
  {
    check: 'chained',
    what: 'the newest entry is removed',
    plant: ({ ledger }) => void ledger.pop(),
  },
  {
    check: 'chained',
    what: 'an entry is changed',
    plant: (evidence) =>
      rewrite(entryOf(evidence, 'opened'), (body) => {
        body['asker'] = 'somebody else';
      }),
  },
  {
    check: 'timed',
    what: 'a timer is left behind',
    plant: ({ timers, conversations, at }) =>
      void timers.push({ conversation: there(conversations[0]).id, due: at, setAside: null, error: null }),
  },
  {
    check: 'timed',
    what: 'a timer is set aside',
    plant: ({ timers, conversations, at }) =>
      void timers.push({ conversation: there(conversations[0]).id, due: at, setAside: at, error: 'planted' }),
  },
  {
    check: 'stamped',
    what: 'somebody was answered by a node whose clock was an hour ahead',
    plant: (evidence) => {
      const { reply } = acknowledgedIn(evidence);
      if (reply.done) there(evidence.ledger.find((row) => row.sequence === reply.sequence)).at += HOUR;
    },
  },
  {
    check: 'stamped',
    what: 'an entry is written in the future',
    plant: (evidence) => {
      there(evidence.ledger.at(-1)).at = evidence.at + HOUR;
    },
  },
  {
    check: 'tallied',
    what: 'a total forgot a yes',
    plant: ({ tallies }) => {
      there(tallies.find(({ times }) => times > 0)).times -= 1;
    },
  },
];
