/**
 * Who writes at one conversation takes their turn on this node: each reads what the one before has written, so that
 * nobody is overtaken but by another node, or by what concerns more than the conversation.
 */
import type { Engine } from './engine.ts';

/** Of so many cases it is kept at hand which conversation they belong to, which never changes. */
const MOST_KEPT = 10_000;

/** Turns at whatever has a name; names that nobody waits for are forgotten. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Works once all who came before at the same name are done, whatever came of it. */
  async at<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(name);
    const own = before ? before.then(work, work) : work();
    this.last.set(name, own);
    try {
      return await own;
    } finally {
      if (this.last.get(name) === own) this.last.delete(name);
    }
  }

  /** How many names somebody works at. */
  get size(): number {
    return this.last.size;
  }
}

type Kept = { turns: Turns; conversations: Map<string, string> };

const keptBy = new WeakMap<Engine, Kept>();

function keptOf(engine: Engine): Kept {
  const kept = keptBy.get(engine) ?? { turns: new Turns(), conversations: new Map<string, string>() };
  keptBy.set(engine, kept);
  return kept;
}

type Place = { organization: string; conversation?: string | undefined; case: string | null };

/** Works when it is the turn of whoever calls at a conversation, be it named itself or by one of its cases. */
export function inTurn<T>(engine: Engine, place: Place, work: () => Promise<T>): Promise<T> {
  const { turns, conversations } = keptOf(engine);
  const { organization, conversation, case: id } = place;
  // Until it is known whose it is, a case is a name of its own: whoever is overtaken then has learned it.
  const name = conversation ?? conversations.get(nameOf(organization, id ?? '')) ?? id ?? '';
  return turns.at(nameOf(organization, name), work);
}

/** Learns which conversation a case belongs to. */
export function belongsTo(engine: Engine, organization: string, id: string, conversation: string): void {
  const { conversations } = keptOf(engine);
  const name = nameOf(organization, id);
  conversations.delete(name);
  conversations.set(name, conversation);
  const [oldest] = conversations.keys();
  if (conversations.size > MOST_KEPT && oldest !== undefined) conversations.delete(oldest);
}

const nameOf = (organization: string, id: string): string => `${organization} ${id}`;
