/** What the service has answered so far, by the key that it stood at: so that later requests name what there is. */
import type { Random } from '../torture/random.ts';

const MOST_KEPT = 60;
const MOST_LENGTH = 600;
const MOST_LONG = 8;

/** Where what is asked for stands under another name than where it was answered. */
const ANSWERED_AS: Readonly<Record<string, string>> = { first: 'text', second: 'text', offer: 'alternative' };

export class Pool {
  private readonly known = new Map<string, string[]>();
  /** Who has to do with a case, and its conversation. */
  private readonly around = new Map<string, { people: string[]; conversation: string | undefined }>();
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** Takes note of every text of an answer. `operation`: whose; places in its lists are no places in others. */
  learn(answer: unknown, operation = ''): void {
    const next = (answer as { next?: unknown } | null)?.next;
    if (typeof next === 'string') this.keep(`next of ${operation}`, next);
    const waiting: { value: unknown; key: string }[] = [{ value: answer, key: '' }];
    for (const { value, key } of waiting) {
      if (typeof value === 'string') this.keep(key, value);
      if (typeof value !== 'object' || value === null) continue;
      this.learnCase(value);
      for (const [name, below] of Object.entries(value)) {
        // `cases: ['c1']` is a case, and so is `case: { id: 'c1' }`.
        const under = Array.isArray(value) ? key.replace(/s$/, '') : name === 'id' ? key : name;
        waiting.push({ value: below, key: under });
        // Alternatives, rules and the like go by their name.
        if (name === 'name' && typeof below === 'string') this.keep(key, below);
      }
    }
  }

  /** The owner of a case, its asker, and whoever is asked. */
  private learnCase(value: object): void {
    const { id, owner, asker, questions, conversation } = value as {
      id?: unknown;
      owner?: { id?: string };
      asker?: { id?: string };
      questions?: { asked?: { id?: string }[] }[];
      conversation?: { id?: string };
    };
    if (typeof id !== 'string' || !Array.isArray(questions)) return;
    const asked = questions.flatMap((question) => question.asked ?? []);
    const people = [owner, asker, ...asked].flatMap((one) => one?.id ?? []);
    this.around.set(id, { people, conversation: conversation?.id });
  }

  /** Somebody who has to do with a case; undefined: it is not known. */
  personOf(id: string): string | undefined {
    const people = this.around.get(id)?.people ?? [];
    return people[this.random.whole(0, Math.max(0, people.length - 1))];
  }

  /** A case's conversation; undefined: it is not known. */
  conversationOf(id: string): string | undefined {
    return this.around.get(id)?.conversation;
  }

  keep(key: string, value: string): void {
    // Whole books and people are kept as well, a few of them.
    const isLong = value.length > MOST_LENGTH;
    if (value === '' || (isLong && key !== 'text')) return;
    const list = this.known.get(key) ?? [];
    this.known.set(key, list);
    if (list.includes(value)) return;
    // An old one makes room, not always the oldest: what is closed is asked for as well.
    if (list.length >= (isLong ? MOST_LONG : MOST_KEPT))
      list.splice(this.random.whole(0, list.length - 1), 1);
    list.push(value);
  }

  /** One that stood at this key; undefined: none did. `operation`: what it is for. */
  of(key: string, operation = ''): string | undefined {
    const list = this.known.get(key === 'after' ? `next of ${operation}` : (ANSWERED_AS[key] ?? key)) ?? [];
    return list[this.random.whole(0, Math.max(0, list.length - 1))];
  }
}
