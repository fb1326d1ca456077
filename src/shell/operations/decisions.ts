/** "May I?", "who can?", "what may I at all?", asked without a case. */
import type { Book, RequestType, Text } from '../../core/book/book.ts';
import { fieldsOf, groundsOf, labelOf } from '../../core/book/form.ts';
import { mayI, remitNow, whoMay } from '../../core/cases/may-i.ts';
import { problem } from '../../core/cases/refusal.ts';
import type { Given } from '../../core/cases/turn.ts';
import { decide } from '../../core/decide/decide.ts';
import { readRequest } from '../../core/decide/read-request.ts';
import { answer } from '../../core/explain/answer.ts';
import { textIn } from '../../core/explain/say.ts';
import { findTypes } from '../../core/find/find.ts';
import { factsSaid } from '../../core/find/said.ts';
import type { Output } from '../../contract/operations.ts';
import { untilKnown } from '../until-known.ts';
import { personOf, type Implementations, type Work } from './implementation.ts';

/** Runs what is decided by the ledger's totals. */
const byTheLedger = <T extends object>(
  { engine, organization, salt, inForce }: Work,
  run: (given: Given) => T,
): ReturnType<typeof untilKnown<T>> =>
  untilKnown(engine, organization, salt, (known) => run({ ...inForce, ...known }));

export const decisions: Implementations<
  'decide' | 'decide.as-if' | 'who' | 'remit' | 'type.list' | 'type.show' | 'find'
> = {
  decide: async (work, { request, as, language }) => {
    const asker = as ?? personOf(work).id;
    const found = await byTheLedger(work, (given) => mayI(given, request, asker, work.at));
    if ('problems' in found) return found;
    work.engine.observed.decided('decide', found.decision.verdict);
    return {
      output: answer(work.inForce.book, found.request, found.decision, language) as Output<'decide'>,
    };
  },
  'decide.as-if': (work, { request, as, language, at }) => {
    const { book, organization } = work.inForce;
    const asker = as ?? personOf(work).id;
    if (!organization.people.has(asker))
      return Promise.resolve(
        problem(
          'unknown-person',
          'as',
          `There is no "${asker}" in the organization.`,
          'Name somebody by their id in the organization file.',
        ),
      );
    const read = readRequest(book, request);
    if ('problems' in read) return Promise.resolve(read);
    const decision = decide(book, organization, read.tallies, read.request, asker, at ?? work.at);
    return Promise.resolve({
      output: answer(book, read.request, decision, language) as Output<'decide.as-if'>,
    });
  },
  who: async (work, { request, as }) => {
    const asker = as ?? personOf(work).id;
    const found = await byTheLedger(work, (given) => whoMay(given, request, asker, work.at));
    if ('problems' in found) return found;
    return { output: { who: [...found.who], who_total: found.who.length } };
  },
  remit: async (work, { customer, subject }) => {
    const request = {
      type: 'any',
      ...(customer !== undefined && { customer }),
      ...(subject !== undefined && { subject }),
    };
    const found = await byTheLedger(work, (given) => remitNow(given, request, personOf(work).id, work.at));
    if ('problems' in found) return found;
    return { output: found.remit };
  },
  find: ({ inForce: { book } }, { words, most }) =>
    Promise.resolve({
      output: {
        found: findTypes(book, words, most).map(({ type, means, score, because }) => ({
          type,
          means: means[book.language] ?? '',
          score,
          because,
          facts: factsIn(book, type, words),
        })),
      },
    }),
  'type.list': ({ inForce: { book } }, { language = book.language }) =>
    Promise.resolve({
      output: { types: [...book.types.values()].map((type) => listed(book, type, language)) },
    }),
  'type.show': ({ inForce: { book } }, { type: name, language = book.language }) => {
    const type = book.types.get(name);
    return Promise.resolve(
      type
        ? { output: shown(book, type, language) }
        : problem(
            'unknown-type',
            'type',
            `The book has no request type "${name}".`,
            'Look them up: type.list.',
          ),
    );
  },
};

const factsIn = (book: Book, type: string, words: string): Record<string, string | number> => {
  const found = book.types.get(type);
  return found ? factsSaid(found, words) : {};
};

const listed = (book: Book, { name, means, saidAs }: RequestType, language: string) => ({
  type: name,
  label: labelOf(name),
  means: textIn(means, language, book.language) ?? '',
  said_as: [...saidAs],
});

function shown(book: Book, type: RequestType, language: string): Output<'type.show'> {
  const said = (text: Text | undefined): string | undefined => text && textIn(text, language, book.language);
  return {
    ...listed(book, type, language),
    facts: fieldsOf(book, type).map(({ fact, label, kind, unit, choices, ask, proof, knownBy }) => ({
      fact,
      label,
      kind,
      ...(unit !== undefined && { unit }),
      ...(choices && { choices: [...choices] }),
      ...(ask && { ask: said(ask) }),
      ...(proof && { proof: said(proof) }),
      ...(knownBy !== undefined && { known_by: knownBy }),
    })),
    needs: [...type.needs],
    grounds: groundsOf(type),
    signals: [...book.signals.keys()],
    alternatives: [...book.alternatives.values()].map(({ name, tell }) => ({
      name,
      ...(tell && { says: said(tell) }),
    })),
  };
}
