/** What whoever is asked can answer, by what is asked: on the page, and by the links of a mail. */
import { amountTyped } from '../words/typed-number.ts';
import type { QuestionKind } from './question-kind.ts';

type Asked = { id: string; kind: QuestionKind };
type Answering = 'answer' | 'advise' | 'accept' | 'pass';

/** Yes; yes to less; no; give a view; take the customer over; somebody else is to be asked. */
export type Offered = 'yes' | 'less' | 'no' | 'view' | 'take' | 'pass';

export const OFFERED: readonly Offered[] = ['yes', 'less', 'no', 'view', 'take', 'pass'];

/** How each is said, by the kind of the question; in the order in which they are offered. */
type Labels = readonly (readonly [Offered, string])[];

const PASS = ['pass', 'Not for me'] as const;
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
export const offeredFor = ({ kind }: Pick<Asked, 'kind'>, amountCanChange: boolean): Labels =>
  BY_KIND[kind].filter(([offered]) => offered !== 'less' || amountCanChange);

/** What was filled in, by the names of the fields. */
export type Filled = Readonly<Record<string, string>>;

export type Field = {
  name: 'amount' | 'because' | 'tell' | 'offer' | 'repair' | 'words';
  label: string;
  required: boolean;
};

const field = (name: Field['name'], label: string, required = false): Field => ({ name, label, required });

const WHY = field('because', 'Why (for the record)');
const TELL = field('tell', 'What the customer may be told');

/** What is filled in with an answer. */
export function fieldsFor({ kind }: Pick<Asked, 'kind'>, offered: Offered): readonly Field[] {
  const isApproval = kind === 'approval' || kind === 'special client';
  switch (offered) {
    case 'yes':
      return kind === 'decline' ? [WHY, TELL] : [WHY];
    case 'less':
      return [field('amount', 'Up to how much', true), WHY];
    case 'no':
      if (kind === 'over-promise') return [field('repair', 'How it is repaired instead', true)];
      return [
        field('because', 'Why not', true),
        ...(isApproval || kind === 'agreement' ? [TELL] : []),
        ...(isApproval ? [field('offer', 'What to offer instead')] : []),
      ];
    case 'view':
      return [field('words', 'Your view', true)];
    case 'take':
    case 'pass':
      return [];
  }
}

const DOES: Readonly<Record<Offered, { do: Answering; say?: 'yes' | 'no' }>> = {
  yes: { do: 'answer', say: 'yes' },
  less: { do: 'answer', say: 'yes' },
  no: { do: 'answer', say: 'no' },
  view: { do: 'advise' },
  take: { do: 'accept' },
  pass: { do: 'pass' },
};

/** Whether somebody may answer so, by the commands that they may give. */
export const mayAnswerSo = (offered: Offered, may: (command: Answering) => boolean): boolean =>
  may(DOES[offered].do);

/** The command that an answer comes to, as a door sends it, to be read like any other; or what is still to be filled in. */
export function commandOf(
  question: Asked,
  offered: Offered,
  filled: Filled,
): { command: Record<string, unknown> } | { missing: Field } {
  const fields = fieldsFor(question, offered);
  const textOf = ({ name }: Field): string => (filled[name] ?? '').trim();
  const missing = fields.find((one) => one.required && textOf(one) === '');
  if (missing) return { missing };
  const given = fields.flatMap((one) =>
    textOf(one) === ''
      ? []
      : [[one.name, one.name === 'amount' ? amountTyped(textOf(one)) : textOf(one)] as const],
  );
  return { command: { ...DOES[offered], question: question.id, ...Object.fromEntries(given) } };
}
