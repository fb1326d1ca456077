/** What whoever is asked can answer by a link, by what is asked. */
import type { DoorCommand } from '../cases/command.ts';
import type { Question, QuestionKind } from '../cases/conversation.ts';

/** Yes; yes to less; no; give a view; take the customer over; somebody else is to be asked. */
export type Offered = 'yes' | 'less' | 'no' | 'view' | 'take' | 'pass';

export const OFFERED: readonly Offered[] = ['yes', 'less', 'no', 'view', 'take', 'pass'];

/** How each is said, by the kind of the question; in the order in which they are offered. */
type Labels = readonly (readonly [Offered, string])[];

const PASS = ['pass', 'Somebody else should answer'] as const;
const DECIDES: Labels = [['yes', 'Yes'], ['less', 'Yes, with a change'], ['no', 'No, with an offer'], PASS];

const BY_KIND: Readonly<Record<QuestionKind, Labels>> = {
  approval: DECIDES,
  'special client': DECIDES,
  appeal: [['yes', 'Yes, after all'], ['less', 'Yes, with a change'], ['no', 'The no stands'], PASS],
  agreement: [['yes', 'Yes, we agree'], ['no', 'No, we do not agree'], PASS],
  decline: [['yes', 'It really cannot be'], ['no', 'No, look again'], PASS],
  'over-promise': [['yes', 'Honor it'], ['no', 'Repair it instead'], PASS],
  ratification: [['yes', 'Ratify it'], ['no', 'Do not ratify it'], PASS],
  consult: [['view', 'Give my view'], PASS],
  transfer: [['take', 'Take the customer over'], PASS],
};

/**
 * What can be answered.
 * @param amountCanChange the request states its amount, so that a yes may be to less
 */
export const offeredFor = ({ kind }: Pick<Question, 'kind'>, amountCanChange: boolean): Labels =>
  BY_KIND[kind].filter(([offered]) => offered !== 'less' || amountCanChange);

/** What was filled in, by the names of the form. */
export type Filled = Readonly<Record<string, string>>;

/** The command that an answer comes to, as a door sends it; to be read like any other. */
export function commandOf(question: string, offered: Offered, filled: Filled): Record<string, unknown> {
  const given = (...names: string[]): Record<string, string> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const text = filled[name]?.trim() ?? '';
        return text === '' ? [] : [[name, text]];
      }),
    );
  const about = (command: DoorCommand['do']): Record<string, unknown> => ({ do: command, question });
  switch (offered) {
    case 'yes':
      return { ...about('answer'), say: 'yes', ...given('because') };
    case 'less':
      return { ...about('answer'), say: 'yes', ...given('amount', 'because') };
    case 'no':
      return { ...about('answer'), say: 'no', ...given('because', 'tell', 'offer', 'repair') };
    case 'view':
      return { ...about('advise'), ...given('words') };
    case 'take':
      return about('accept');
    case 'pass':
      return about('pass');
  }
}
