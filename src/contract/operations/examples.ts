/** What examples share. A test holds each of them against its schema. */
import type { z } from 'zod';
import type { CaseOut } from '../wire/case.ts';
import type { decisionOut } from '../wire/decision.ts';

export const REQUEST_SENT = {
  type: 'refund',
  facts: { amount: '40.00', 'order.delivered': '2026-11-15', identity_verified: true },
  customer: 'C-1',
  subject: 'order-1',
};

export const DECIDED: z.input<typeof decisionOut> = {
  verdict: 'grant',
  rule: 'refund.agent',
  type: 'refund',
  asker: 'mia',
  at: '2026-11-24T15:00:00Z',
  amount: '40.00',
  unit: 'USD',
  reasons: [{ rule: 'refund.agent', outcome: 'holds' }],
  deciding: [{ comparison: 'days_since(order.delivered) <= 30', value: true }],
  assumed: [],
  missing: [],
  headroom: '50.00',
  usual: '30.00',
  who: [],
  who_total: 0,
  obligations: [],
  alternatives: [],
  ignored: [],
  standing_key: '6d2a4f0c9b1e8d7f6d2a4f0c9b1e8d7f',
  valid_until: '2026-12-16T05:00:00Z',
  book: { name: 'lantern-house', hash: '0f1e2d3c4b5a', in_force: true, time_zone_data: '2026a' },
  next_step: 'grant',
  language: 'en',
  say: 'Yes, I am glad to do that for you.',
};

const MIA = { id: 'mia', name: 'Mia Torres' };

export const CASE_SHOWN: CaseOut = {
  id: 'c0a1b2c3d4e5',
  version: 2,
  stage: 'granted',
  open: true,
  request: {
    type: 'refund',
    facts: { amount: '40.00' },
    customer: 'C-1',
    subject: 'order-1',
    signals: [],
    asks_for_a_person: false,
    grounds: [],
    agreed: [],
  },
  asker: MIA,
  owner: MIA,
  opened_at: '2026-11-24T15:00:00Z',
  promised: '2026-11-25T15:00:00Z',
  hops: 0,
  questions: [],
  answer: {
    say: 'yes',
    by: MIA,
    at: '2026-11-24T15:00:00Z',
    rule: 'refund.agent',
    type: 'refund',
    amount: '40.00',
    unit: 'USD',
  },
  appealed: false,
  offered: [],
  fulfill_by: '2026-11-25T15:00:00Z',
  over_promises: [],
  conversation: { id: 'v0a1b2c3d4e5f607', cases: ['c0a1b2c3d4e5'] },
};
