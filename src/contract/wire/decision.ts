/** A decision as it goes out: what `sayso decide --json` prints. */
import { z } from 'zod';

const candidate = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['person', 'ai']),
    role: z.string().optional(),
    grade: z.string().optional(),
    steps: z.number(),
    rule: z.string(),
    for: z.string().optional(),
    away_until: z.string().optional(),
    off_duty: z.literal(true).optional(),
    channel: z
      .string()
      .meta({ description: "How they are reached first: a channel of theirs, or the product's inbox." })
      .optional(),
  })
  .meta({ id: 'Candidate', description: 'Somebody who can, by which rule, and how near.' });

const missing = z
  .strictObject({
    fact: z.string(),
    path: z.string().optional(),
    known_by: z.string().optional(),
    claimed: z.literal(true).optional(),
    ask: z.string().optional(),
  })
  .meta({ id: 'Missing', description: 'A fact that has to be found out.' });

const comparison = z
  .strictObject({ comparison: z.string(), value: z.boolean() })
  .meta({ id: 'Comparison', description: 'A condition of the book, and what it came to.' });

const alternative = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['tell', 'do', 'part']),
    type: z.string().optional(),
    verdict: z.enum(['grant', 'consult', 'handoff', 'ask']),
    rule: z.string().optional(),
    amount: z.string().optional(),
    unit: z.string().optional(),
    if: z.array(missing).optional(),
    who: z.array(candidate).optional(),
    serves_need: z.literal(true).optional(),
    then: z.string().optional(),
    say: z.string().meta({ description: 'The offer, in words for the customer.' }),
  })
  .meta({ id: 'Alternative', description: 'What can be offered instead.' });

export const verdictOut = z
  .enum(['grant', 'consult', 'handoff', 'ask', 'decline'])
  .meta({ id: 'Verdict', description: 'What the book says.' });

/** The answer to "may I?" and "who can?", with words for the customer. */
export const decisionOut = z
  .strictObject({
    id: z.string().optional(),
    verdict: verdictOut,
    mode: z.enum(['approval', 'agree', 'transfer', 'advise']).optional(),
    rule: z.string().nullable(),
    gap: z.enum(['unknown type', 'no rule', 'above every limit', 'nobody holds the grade']).optional(),
    type: z.string(),
    asker: z.string(),
    at: z.string(),
    amount: z.string().optional(),
    unit: z.string().optional(),
    reasons: z.array(
      z.strictObject({
        rule: z.string(),
        outcome: z.enum(['holds', 'fails', 'unknown']),
        because: z.string().optional(),
        comparisons: z.array(comparison).optional(),
        unknown: z.array(z.string()).optional(),
      }),
    ),
    deciding: z.array(comparison),
    assumed: z.array(
      z.strictObject({
        fact: z.string(),
        value: z.json(),
        because: z.enum(['if not said', 'good faith', 'no tally']),
      }),
    ),
    missing: z.array(missing),
    headroom: z.string().nullable(),
    usual: z.string().optional(),
    who: z.array(candidate),
    who_total: z.number(),
    agree: z
      .strictObject({
        units: z.array(z.string()),
        count: z.number(),
        agreed: z.array(z.string()),
        people: z.array(candidate),
      })
      .optional(),
    also: z
      .strictObject({ units: z.array(z.string()), count: z.number() })
      .optional()
      .meta({
        description:
          'Units that have to agree once whoever is asked first has said yes, and how many of them.',
      }),
    consult: z
      .strictObject({
        rule: z.string(),
        people: z.array(candidate),
        within_minutes: z.number().optional(),
        silence: z.enum(['go ahead', 'hold']).optional(),
        facts: z.array(z.string()).optional(),
      })
      .optional(),
    obligations: z.array(
      z.strictObject({
        name: z.string(),
        when: z.enum(['before', 'after']),
        done: z.boolean().optional(),
        tell_unit: z.string().optional(),
        people: z.array(candidate).optional(),
        do: z.string().optional(),
        shown_by: z
          .string()
          .meta({ description: 'The fact that shows it done: tell it as true.' })
          .optional(),
      }),
    ),
    alternatives: z.array(alternative),
    decline: z
      .strictObject({
        lines: z.array(z.string()),
        at_once: z.boolean(),
        settled: z.strictObject({ by: z.string(), on: z.string() }).optional(),
        agreement: z.array(candidate),
      })
      .optional(),
    special_client: z
      .strictObject({
        deadline_minutes: z.number().optional(),
        silence: z.enum(['go ahead', 'hold']),
        ask_client: z.literal(true),
      })
      .optional(),
    nearest_change: z
      .strictObject({
        kind: z.enum(['limit', 'comparison', 'date']),
        rule: z.string(),
        comparison: z.string(),
        fact: z.string().optional(),
        value: z.string().optional(),
      })
      .optional(),
    ignored: z.array(z.string()),
    standing_key: z.string().nullable(),
    valid_until: z.string().nullable(),
    book: z.strictObject({
      name: z.string(),
      hash: z.string(),
      in_force: z.boolean(),
      time_zone_data: z.string(),
    }),
    next_step: z.enum(['grant', 'do first', 'find out', 'ask', 'transfer', 'decline', 'earn the no']).meta({
      description:
        'The one thing that comes next, by whoever asked; `grant` also where no rule decides and they are the one who does.',
    }),
    language: z.string(),
    say: z.string().meta({ description: 'What the asker can say to the customer; no internal names.' }),
  })
  .meta({ id: 'Decision', description: 'A decision: the verdict, who can, why, what else, and words.' });

export const candidateOut = candidate;
export const missingOut = missing;
