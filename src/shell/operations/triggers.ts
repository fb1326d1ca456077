/** What happens outside, and what may be offered because of it. */
import type { Proposal, Proposals } from '../../core/cases/proposals.ts';
import type { Output } from '../../contract/operations.ts';
import { wireInstant } from '../../contract/wire/common.ts';
import { openEvents, reportEvent } from '../customers/outside-events.ts';
import { dismissEvent, takeProposal } from '../customers/proposals.ts';
import { tellerOf } from './cases.ts';
import { personOf, type Implementations, type Work } from './implementation.ts';

type Triggers = 'trigger.report' | 'trigger.list' | 'trigger.take' | 'trigger.dismiss';

type ProposalOut = Output<'trigger.report'>['now'][number];

const proposalWire = ({ facts, ...one }: Proposal): ProposalOut => ({
  ...one,
  ...(facts && { facts: facts as NonNullable<ProposalOut['facts']> }),
});
const proposalsWire = ({ now, beyond }: Proposals): { now: ProposalOut[]; beyond: ProposalOut[] } => ({
  now: now.map(proposalWire),
  beyond: beyond.map(proposalWire),
});
const keyOf = ({ key }: Work): { key?: string } => (key === undefined ? {} : { key });

export const triggers: Implementations<Triggers> = {
  'trigger.report': async (work, sent) => {
    const done = await reportEvent(work.engine, work.organization, personOf(work).id, sent);
    if ('problems' in done) return done;
    const { name } = tellerOf(work);
    return {
      output: {
        event: done.event,
        counted: done.counted,
        ...proposalsWire(done),
        told: done.told.map((one) => ({ ...one, person: { id: one.person, name: name(one.person) } })),
      },
    };
  },
  'trigger.list': async (work) => {
    const found = await openEvents(work.engine, work.organization, personOf(work).id);
    if ('problems' in found) return found;
    return {
      output: {
        events: found.events.map(({ now, beyond, at, ...one }) => ({
          ...one,
          at: wireInstant(at),
          ...proposalsWire({ now, beyond }),
        })),
      },
    };
  },
  'trigger.take': async (work, input) => {
    const { engine, organization } = work;
    const done = await takeProposal(engine, organization, personOf(work).id, { ...input, ...keyOf(work) });
    return 'problems' in done ? done : { output: done };
  },
  'trigger.dismiss': async (work, { event, words }) => {
    const { engine, organization } = work;
    const sent = { event, ...(words !== undefined && { words }), ...keyOf(work) };
    const done = await dismissEvent(engine, organization, personOf(work).id, sent);
    return 'problems' in done ? done : { output: done };
  },
};
