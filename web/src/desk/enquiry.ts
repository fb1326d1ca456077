/** What is known of a request that is being asked about, before there is a case: a draft, kept through a reload. */
import type { Json } from '../../../sdk/index.ts';
import type { Output } from '../service/calls.ts';

export type Enquiry = {
  /** What the customer wants, in their words. */
  words: string;
  /** The kind of request; null: not chosen yet. */
  type: string | null;
  facts: Readonly<Record<string, Json>>;
  customer: string;
  subject: string;
  need: string | null;
  /** Stated for an exception. */
  grounds: readonly string[];
  /** Noticed: distress, a threat … */
  signals: readonly string[];
};

export const EMPTY: Enquiry = {
  words: '',
  type: null,
  facts: {},
  customer: '',
  subject: '',
  need: null,
  grounds: [],
  signals: [],
};

export type Change =
  | { do: 'write'; words: string }
  | { do: 'choose'; type: string; facts?: Readonly<Record<string, Json>> | undefined }
  | { do: 'unchoose' }
  | { do: 'tell'; fact: string; value: Json | undefined }
  | { do: 'note'; field: 'customer' | 'subject'; value: string }
  | { do: 'need'; need: string | null }
  | { do: 'mark'; of: 'grounds' | 'signals'; name: string; isSo: boolean }
  | { do: 'replace'; by: Enquiry };

export function changed(enquiry: Enquiry, change: Change): Enquiry {
  switch (change.do) {
    case 'write':
      return { ...enquiry, words: change.words };
    case 'choose':
      // What is known already stays: a fact is the same, whatever is asked for.
      return { ...enquiry, type: change.type, facts: { ...change.facts, ...enquiry.facts } };
    case 'unchoose':
      // They belong to the kind of request.
      return { ...enquiry, type: null, need: null, grounds: [], signals: [] };
    case 'tell': {
      const { [change.fact]: _, ...others } = enquiry.facts;
      return {
        ...enquiry,
        facts: change.value === undefined ? others : { ...others, [change.fact]: change.value },
      };
    }
    case 'note':
      return { ...enquiry, [change.field]: change.value };
    case 'need':
      return { ...enquiry, need: change.need };
    case 'mark': {
      const others = enquiry[change.of].filter((name) => name !== change.name);
      return { ...enquiry, [change.of]: change.isSo ? [...others, change.name] : others };
    }
    case 'replace':
      return change.by;
  }
}

/** What was found in the customer's words for one kind of request. */
export const factsFor = (
  type: string,
  found: Output<'find'>['found'] | undefined,
): Readonly<Record<string, Json>> | undefined => found?.find((one) => one.type === type)?.facts;

export type SentRequest = {
  type: string;
  facts: Record<string, Json>;
  customer?: string;
  subject?: string;
  need?: string;
  grounds?: string[];
  signals?: string[];
  language?: string;
};

/** Whether an answer is of the same customer and kind of request: shown until that of the request as it is now is there. */
export const isOfSame =
  (request: SentRequest | undefined) =>
  ({ request: before }: { request: Readonly<Record<string, unknown>> }): boolean =>
    before['type'] === request?.type && before['customer'] === request?.customer;

/** The request as the service takes it; undefined: nothing is asked for yet. */
export function requestOf(
  { type, facts, customer, subject, need, grounds, signals }: Enquiry,
  language?: string,
): SentRequest | undefined {
  if (type === null) return undefined;
  return {
    type,
    facts: { ...facts },
    ...(customer.trim() !== '' && { customer: customer.trim() }),
    ...(subject.trim() !== '' && { subject: subject.trim() }),
    ...(need !== null && { need }),
    ...(grounds.length > 0 && { grounds: [...grounds] }),
    ...(signals.length > 0 && { signals: [...signals] }),
    ...(language !== undefined && { language }),
  };
}
