/**
 * What can be done with a case beside its next step: which command, how it is called, and what it needs to be told. Whether it
 * may be done now, and why not, the service says with every case.
 */
import type { Operations } from '../../../sdk/index.ts';
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
  kind: 'text' | 'line' | 'amount' | 'minutes' | 'time' | 'choice' | 'person' | 'alternative';
  choices?: readonly string[];
  isNeeded?: boolean;
};

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
const said = (isNeeded = false): FieldOf => ({ name: 'words', label: say.words, kind: 'text', isNeeded });
const amount: FieldOf = { name: 'amount', label: say.amount, kind: 'amount' };

/** The signals, which the book names, come with the request type. */
export const actionsFor = (signals: readonly string[]): Action[] => [
  { do: 'hold', label: say.hold, keys: 'h', fields: [], also: 'pause breath wait' },
  { do: 'resume', label: say.resume, keys: 'h', fields: [] },
  { do: 'fulfill', label: say.fulfill, keys: 'f', fields: [], also: 'done carried out' },
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
    fields: [{ name: 'by', label: say.by, kind: 'time', isNeeded: true }, said()],
  },
  { do: 'supervisor', label: say.supervisor, fields: [said()], also: 'manager' },
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
        choices: ['shift', 'language', 'skill', 'discomfort', 'absence', 'abuse', 'the customer insists'],
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
            { name: 'signal', label: say.what, kind: 'choice' as const, choices: signals, isNeeded: true },
          ],
          also: signals.join(' '),
        },
      ]),
  { do: 'over_promise', label: say.overPromise, fields: [said(true), amount], also: 'promised too much' },
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
      { name: 'because', label: say.because, kind: 'choice', choices: ['abuse', 'threat'], isNeeded: true },
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
        choices: ['withdrawn', 'duplicate', 'met', 'declined'],
        isNeeded: true,
      },
      { name: 'of', label: say.of, kind: 'line' },
      said(),
    ],
  },
];
