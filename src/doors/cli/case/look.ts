/** Looking at cases: one of them, lists of them, and what happens live. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from '../../../core/explain/answer.ts';
import { caseWire } from '../../../contract/wire/case.ts';
import { consider } from '../../../shell/consider.ts';
import { inForceAt, type InForce } from '../../../shell/in-force.ts';
import { unknownCase } from '../../../shell/refusals.ts';
import { listedWire, ofReview, recordedWire, tellerOf } from '../../../shell/operations/cases.ts';
import {
  eventsAfter,
  headOf,
  listCases,
  recordOfConversation,
  type Recorded,
} from '../../../shell/store/lists.ts';
import { withOrganization } from '../engine.ts';
import { ANSWERED, print, printJson, refuse, WrongUse, type World } from '../io.ts';
import type { CaseOptions } from './arguments.ts';
import { recordLine, showCase, showList, showRecord } from './show.ts';

export const showOne = (world: World, id: string, options: CaseOptions): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    if (options.as === '@customer')
      throw new WrongUse(
        'This is what colleagues see, with names and rules.',
        'Read the customer what stands behind “To the customer”; leave --as out, or name a colleague.',
      );
    const seen = await consider(engine, organization, id, options.as);
    if (!seen) return refuse(world, options, unknownCase(id));
    const teller = tellerOf({ inForce: seen });
    const record = (await recordOfConversation(engine, organization, seen.conversation.id)).filter(
      ({ event }) => (event.case === id || event.case === null) && !ofReview(event),
    );
    if (options.json) {
      printJson(world, {
        case: caseWire(seen.conversation, seen.case, teller.name),
        decision: seen.now ? answer(seen.book, seen.now.request, seen.now.decision) : null,
        happened: record.map((one) => recordedWire({ inForce: seen }, one)),
      });
      return ANSWERED;
    }
    showCase(world, seen);
    print(world, '\nRecord');
    showRecord(
      world,
      record.map(({ event }) => event).filter(({ kind }) => kind !== 'delivered'),
      teller,
    );
    return ANSWERED;
  });

export const listThem = (world: World, options: CaseOptions): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const text = (name: string): string | undefined => options[name] as string | undefined;
    const [owner, waitingFor, customer] = [text('owner'), text('waitingFor'), text('customer')];
    const cases = await listCases(engine, organization, {
      ...(owner !== undefined && { owner }),
      ...(waitingFor !== undefined && { waitingFor }),
      ...(customer !== undefined && { customer }),
      ...(options.incident !== undefined && { incident: options.incident }),
      // Closed cases are found by customer and incident alone: there is no list of what somebody decided.
      ...((owner !== undefined ||
        (customer === undefined && waitingFor === undefined && options.incident === undefined)) && {
        open: true,
      }),
    });
    const found = await inForceAt(engine, organization, engine.clock.now());
    if (!found) return ANSWERED;
    const seen = { inForce: found };
    if (options.json) printJson(world, { cases: cases.map((one) => listedWire(seen, one)) });
    else showList(world, cases, tellerOf(seen));
    return ANSWERED;
  });

const WATCH_MS = 250;

/** Follows the ledger. While it watches, this process is a node: what comes due is carried out by it too. */
export const watch = (world: World, id: string | undefined, options: CaseOptions): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization, interrupted }) => {
    const until = options['for'] === undefined ? Infinity : performance.now() + Number(options['for']) * 1000;
    const found = await inForceAt(engine, organization, engine.clock.now());
    const seen = id === undefined ? undefined : await consider(engine, organization, id);
    if (id !== undefined && !seen) return refuse(world, options, unknownCase(id));
    if (!found) return ANSWERED;
    const conversation = seen?.conversation.id;
    let last = conversation === undefined ? await headOf(engine, organization) : 0;
    if (!options.json && id === undefined) world.err('Watching all cases. Ctrl+C ends it.\n');
    while (!interrupted.aborted && performance.now() < until) {
      const news = await eventsAfter(engine, organization, {
        after: last,
        ...(conversation !== undefined && { conversation }),
      });
      for (const one of news.filter(({ event }) => !ofReview(event)))
        printNews(world, one, { inForce: found }, options.json === true);
      last = news.at(-1)?.sequence ?? last;
      if (news.length === 0) await sleep(WATCH_MS, undefined, { signal: interrupted }).catch(() => undefined);
    }
    return ANSWERED;
  });

function printNews(world: World, one: Recorded, seen: { inForce: InForce }, json: boolean): void {
  if (json) print(world, JSON.stringify(recordedWire(seen, one)));
  else print(world, `${(one.event.case ?? '').padEnd(13)}  ${recordLine(world, one.event, tellerOf(seen))}`);
}
