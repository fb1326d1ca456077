/**
 * What can be done with a case beside its next step: which command, how it is called, and what it needs to be told. Whether it
 * may be done now, and why not, the service says with every case.
 */
import type { Operations } from '../../../sdk/index.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';

export type CaseCommand = {
  [Name in keyof Operations]: Name extends `case.${infer Command}`
    ? 'case' extends keyof Operations[Name]['input']
      ? Command
      : never
    : never;
}[keyof Operations];

export type FieldOf = {
  name: string;
  label: string;
  kind: 'text' | 'line' | 'amount' | 'time' | 'choice' | 'person' | 'alternative';
  choices?: readonly Choice[];
  isNeeded?: boolean;
};

export type Choice = { value: string; label: string };

export type Action = {
  do: CaseCommand;
  label: string;
  keys?: string;
  fields: readonly FieldOf[];
  /** What is sent beside the fields. */
  with?: Readonly<Record<string, unknown>>;
  /** More words by which it is found. */
  also?: string;
};

const { actions: say } = words;
/** What the service takes, in the page's words. */
const choicesOf = (named: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(named).map(([value, label]) => ({ value, label }));
const said = (isNeeded = false): FieldOf => ({ name: 'words', label: say.words, kind: 'text', isNeeded });
const amount: FieldOf = { name: 'amount', label: say.amount, kind: 'amount' };
const less: FieldOf = { ...amount, label: say.less };
const by = (name: string, label: string): FieldOf => ({ name, label, kind: 'time' });

/** The signals, which the book names, come with the request type. */
export const actionsFor = (signals: readonly string[]): Action[] => [
  {
    do: 'grant',
    label: say.grant,
    fields: [{ name: 'reason', label: say.reason, kind: 'text' }, less, by('fulfill_by', say.fulfillBy)],
    also: say.also.grant,
  },
  { do: 'ask', label: say.ask, fields: [said()], also: say.also.ask },
  {
    do: 'decline',
    label: say.decline,
    fields: [
      { name: 'words', label: say.tell, kind: 'text' },
      { name: 'because', label: say.reason, kind: 'text' },
    ],
    also: say.also.decline,
  },
  { do: 'say', label: say.note, fields: [said(true)], also: say.also.note },
  { do: 'hold', label: say.hold, keys: 'h', fields: [], also: say.also.hold },
  { do: 'resume', label: say.resume, keys: 'h', fields: [] },
  { do: 'fulfill', label: say.fulfill, keys: 'f', fields: [], also: say.also.fulfill },
  {
    do: 'restate',
    label: say.restate,
    fields: [{ name: 'need', label: say.need, kind: 'line', isNeeded: true }, said()],
  },
  { do: 'ask_customer', label: say.askCustomer, fields: [said()] },
  {
    do: 'offer',
    label: say.offer,
    fields: [{ name: 'alternative', label: say.alternative, kind: 'alternative', isNeeded: true }, said()],
  },
  {
    do: 'take',
    label: say.take,
    fields: [{ name: 'alternative', label: say.alternative, kind: 'alternative', isNeeded: true }],
  },
  {
    do: 'promise',
    label: say.promise,
    fields: [{ ...by('by', say.by), isNeeded: true }, said()],
  },
  { do: 'supervisor', label: say.supervisor, fields: [said()], also: say.also.supervisor },
  { do: 'transfer', label: say.transfer, fields: [{ name: 'to', label: say.to, kind: 'person' }, said()] },
  { do: 'accept', label: say.accept, fields: [] },
  {
    do: 'hand_over',
    label: say.handOver,
    fields: [
      { name: 'to', label: say.to, kind: 'person', isNeeded: true },
      {
        name: 'because',
        label: say.because,
        kind: 'choice',
        choices: choicesOf(say.handOverBecause),
        isNeeded: true,
      },
    ],
  },
  { do: 'release', label: say.release, fields: [] },
  ...(signals.length === 0
    ? []
    : [
        {
          do: 'signal' as const,
          label: say.signal,
          fields: [
            {
              name: 'signal',
              label: say.what,
              kind: 'choice' as const,
              choices: signals.map((name) => ({ value: name, label: labelOf(name) })),
              isNeeded: true,
            },
          ],
          also: signals.join(' '),
        },
      ]),
  { do: 'over_promise', label: say.overPromise, fields: [said(true), amount], also: say.also.overPromise },
  { do: 'ratify', label: say.ratify, fields: [said(true), amount] },
  { do: 'appeal', label: say.appeal, fields: [said()] },
  {
    do: 'correct',
    label: say.correct,
    fields: [{ name: 'error', label: say.error, kind: 'text', isNeeded: true }, amount],
  },
  { do: 'warn', label: say.warn, fields: [said()] },
  {
    do: 'end_contact',
    label: say.endContact,
    fields: [
      {
        name: 'because',
        label: say.because,
        kind: 'choice',
        choices: choicesOf(say.endBecause),
        isNeeded: true,
      },
    ],
  },
  { do: 'complain', label: say.complain, fields: [said(true)] },
  {
    do: 'close',
    label: say.close,
    fields: [
      {
        name: 'as',
        label: say.as,
        kind: 'choice',
        choices: choicesOf(say.closeAs),
        isNeeded: true,
      },
      { name: 'of', label: say.of, kind: 'line' },
      said(),
    ],
  },
];
