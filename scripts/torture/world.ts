/** What is tortured: organizations that share a book of low limits, and those limits as the checks count them. */
import { readFileSync } from 'node:fs';

const text = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

export const BOOK = { file: 'book.yaml', text: text('book.yaml') };
export const PEOPLE = { file: 'people.yaml', text: text('people.yaml'), format: 'yaml' as const };

/** A grant's limits; amounts in minor units. Every yes counts, by whomever, those given back apart. */
export type Limit = {
  type: string;
  /** With earlier yeses on the same subject. */
  upTo?: number;
  customerTotal?: number;
  customerTimes?: number;
  subjectTimes?: number;
  agentTotal?: { most: number; withinMs: number };
};

/** By the rule that a yes names. Written out and not read from the book: counting has to be independent of it. */
export const LIMITS: Readonly<Record<string, Limit>> = {
  'refund/may/small': { type: 'refund', upTo: 60_00, customerTotal: 100_00 },
  'refund/may/larger': { type: 'refund', upTo: 300_00, customerTotal: 400_00 },
  'refund/may/largest': { type: 'refund', upTo: 2000_00, customerTotal: 2500_00 },
  'credit/may/gesture': { type: 'credit', upTo: 40_00, agentTotal: { most: 150_00, withinMs: 10 * 60_000 } },
  'credit/may/apology': { type: 'credit', upTo: 100_00, customerTimes: 2 },
  'credit/may/amends': { type: 'credit', upTo: 400_00 },
  'swap/may/swap': { type: 'swap', subjectTimes: 1 },
};

export const AGENTS = ['mia', 'ben', 'eva'] as const;
export const LEADS = ['lena', 'kai'] as const;
export const OWNER = 'olga';
export const ACCOUNTS = 'ann';
