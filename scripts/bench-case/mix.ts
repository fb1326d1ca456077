/** What customers ask for in the bench: whole lives of cases, command by command, with the shipped book of a shop. */
import type { DoorCommand } from '../../src/core/cases/command.ts';

/** One command of a life: who sends it, and what. */
export type Act = { by: string; command: DoorCommand };

const AGENTS = ['mia', 'tariq', 'luz', 'pavel'];

type Kind = { share: number; acts: (id: string, agent: string, amount: number) => Act[] };

/** On a Tuesday afternoon in New York, when kai and lena are on duty. */
const KINDS: readonly Kind[] = [
  {
    // Granted by the asker.
    share: 4,
    acts: (id, by, amount) => [
      {
        by,
        command: { do: 'open', request: refund(id, 10 + (amount % 50)), words: 'The lamp is too dark.' },
      },
      { by, command: { do: 'tell', facts: { 'order.delivered': '2026-03-01' } } },
      { by, command: { do: 'grant', reason: 'within the thirty days' } },
      { by, command: { do: 'fulfill' } },
    ],
  },
  {
    // Asked for, and answered by somebody able.
    share: 4,
    acts: (id, by, amount) => [
      { by, command: { do: 'open', request: delivered(refund(id, 110 + (amount % 80))) } },
      { by, command: { do: 'ask', words: 'A good customer, and the lamp really is dark.' } },
      { by, command: { do: 'update', words: 'I have asked a colleague and write to you within the hour.' } },
      { by: 'kai', command: { do: 'answer', say: 'yes' } },
      { by, command: { do: 'fulfill' } },
    ],
  },
  {
    // Promised, and granted at once.
    share: 2,
    acts: (id, by, amount) => [
      { by, command: { do: 'open', request: lateDelivery(id, 1 + (amount % 4)) } },
      { by, command: { do: 'promise', by: Date.parse('2026-03-11T15:00:00Z') } },
      { by, command: { do: 'grant', done: true } },
    ],
  },
];

const order = (
  id: string,
): { customer: string; subject: string; facts: Record<string, string | boolean> } => ({
  customer: `c-${id}`,
  subject: `o-${id}`,
  facts: { 'order.value': '300', identity_verified: true, category: 'lamp' },
});

function refund(id: string, amount: number): { type: string; facts: Record<string, string | boolean> } {
  const { facts, ...rest } = order(id);
  return { type: 'refund', ...rest, facts: { ...facts, amount: String(amount) } };
}

const delivered = <T extends { facts: object }>(request: T): T => ({
  ...request,
  facts: { ...request.facts, 'order.delivered': '2026-03-01' },
});

const lateDelivery = (
  id: string,
  days: number,
): { type: string; facts: Record<string, string | number> } => ({
  ...order(id),
  type: 'late_delivery',
  facts: { days_late: days, 'order.speed': 'standard', membership: 'silver' },
});

const TURNS = KINDS.flatMap((kind) => Array.from({ length: kind.share }, () => kind));

/**
 * The commands of the n-th life.
 * @param id names its customer and order; another one for every life
 */
export function lifeOf(n: number, id: string): Act[] {
  // Stepped through out of order, so that workers that begin together do not all do the same.
  const kind = TURNS[(n * 7) % TURNS.length] ?? TURNS[0];
  if (!kind) throw new Error('no kinds of lives');
  const agent = AGENTS[n % AGENTS.length] ?? 'mia';
  return kind.acts(id, agent, n * 13);
}

/** How many lives there are before they repeat. */
export const KINDS_OF_LIVES = TURNS.length;
