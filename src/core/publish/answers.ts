/** What a change of the book changes in answers: the cases of a book, decided by both. */
import type { Book } from '../book/book.ts';
import { readYaml } from '../book/yaml.ts';
import { decide } from '../decide/decide.ts';
import { readRequest } from '../decide/read-request.ts';
import type { Organization } from '../organization/organization.ts';
import { CasesFile } from '../trial/schema.ts';
import { parseInstant } from '../words/time.ts';

/** An answer as far as a policy owner compares it. */
export type Answer = {
  verdict: string;
  rule: string | null;
  amount?: string;
  headroom?: string | null;
  who: readonly string[];
};

/** Undefined: the request can't be read by that book. */
export type ChangedAnswer = { name: string; before: Answer | undefined; after: Answer | undefined };

/**
 * The cases of cases.yaml that get another answer.
 * @param text of cases.yaml; what can't be read of it has no answer
 */
export function changedAnswers(
  before: Book,
  after: Book,
  organization: Organization,
  text: string,
): { cases: number; changed: ChangedAnswer[] } {
  const parsed = CasesFile.safeParse(readYaml('cases', text).data);
  if (!parsed.success) return { cases: 0, changed: [] };
  const { at: usual, cases } = parsed.data;
  const all = Object.entries(cases);
  return {
    cases: all.length,
    changed: all.flatMap(([name, { at = usual, as: asker, request }]) => {
      const instant = parseInstant(at ?? '');
      if (instant === undefined || !organization.people.has(asker)) return [];
      const by = (book: Book): Answer | undefined => {
        const read = readRequest(book, request);
        if ('problems' in read) return undefined;
        const { verdict, rule, amount, headroom, who } = decide(
          book,
          organization,
          read.tallies,
          read.request,
          asker,
          instant,
        );
        return {
          verdict,
          rule,
          ...(amount !== undefined && { amount }),
          ...(headroom !== undefined && { headroom }),
          who: who.map(({ id }) => id),
        };
      };
      const [old, now] = [by(before), by(after)];
      return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ name, before: old, after: now }];
    }),
  };
}
