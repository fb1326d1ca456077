/**
 * `sayso demo`: a morning at the shop. Real cases on a real database, on a clock of their own that is moved
 * by hand, so that an hour's silence takes a moment. Run again, another morning follows; all of it stays.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MAX_BYTES } from '../../../core/book/yaml.ts';
import type { Effect } from '../../../core/cases/effect.ts';
import { SAYSO } from '../../../core/cases/event.ts';
import type { Teller } from '../../../core/cases/timeline.ts';
import type { Organization } from '../../../core/organization/organization.ts';
import { nextOnDuty } from '../../../core/reach/duty.ts';
import {
  DAY,
  HOUR,
  localDay,
  MINUTE,
  startOfDay,
  wallTime,
  type Day,
  type Instant,
} from '../../../core/words/time.ts';
import type { Channels } from '../../../shell/channels/channel.ts';
import { readText } from '../../../shell/files.ts';
import { handle } from '../../../shell/handle.ts';
import { checkTexts } from '../../../shell/in-use.ts';
import type { InForce } from '../../../shell/in-force.ts';
import { verifyLedger } from '../../../shell/ledger/verify.ts';
import { putOrganization, type Putting } from '../../../shell/organizations.ts';
import { eventsAfter, headOf, listCases, nextTimer } from '../../../shell/store/lists.ts';
import { tellerOf } from '../../../shell/operations/cases.ts';
import { recordLine } from '../case/show.ts';
import { dayAtTheShop, type Moment } from './day.ts';
import { dataDirOf, settingsOf, withEngine, type EngineOptions, type Work } from '../engine.ts';
import { ANSWERED, PROBLEMS, print, styled, WrongUse, type World } from '../io.ts';

const ORGANIZATION = 'lantern-house';
/** Everybody who has a part; the day is one on which all of them are at work at this time. */
const PLAYERS = ['mia', 'kai', 'lena', 'tomas', 'omar'];
const PLAYED_UNTIL = 10 * HOUR + 50 * MINUTE;
/** Between two things that happen, so that they can be read. */
const PACE_MS = 350;
const MOST_DAYS = 60;

/** A file of the shop's. */
export const shop = (file: string): string =>
  fileURLToPath(new URL(`../../../../books/shop/${file}`, import.meta.url));

const shopTexts = (): Pick<Putting, 'book' | 'people'> => ({
  book: { file: 'book.yaml', text: readText(shop('book.yaml'), MAX_BYTES) },
  people: { file: 'people.yaml', text: readText(shop('people.yaml'), MAX_BYTES), format: 'yaml' },
});

export async function demo(world: World, options: EngineOptions & { pace?: string }): Promise<number> {
  // A folder of its own: its clock is not the machine's.
  const dataDir = path.resolve(dataDirOf(world, settingsOf(world, options)), 'morning');
  // So long ago that nothing is due until the morning is found.
  const clock = { at: world.now() - MOST_DAYS * DAY };
  const said: Effect[] = [];
  return withEngine(
    world,
    { ...options, dataDir },
    async (work) =>
      new Demo(world, { ...work, organization: ORGANIZATION }, clock, said, paceOf(world, options)).run(),
    {
      configuration: {
        dataDir,
        sources: { wall: () => clock.at, steady: () => clock.at },
        ...(world.note && { say: world.note }),
      },
      channels: heardIn(said),
    },
  );
}

function paceOf(world: World, { pace, json }: { pace?: string; json?: boolean }): number {
  if (pace === undefined) return world.color && json !== true ? PACE_MS : 0;
  const ms = Number(pace);
  if (Number.isInteger(ms) && ms >= 0) return ms;
  throw new WrongUse(`"${pace}" is no pace.`, 'Write milliseconds: --pace 500');
}

/** Everybody's channel: what is sent is shown. */
const heardIn = (said: Effect[]): Channels => ({
  byKind: new Map(),
  otherwise: ({ effect }) => {
    said.push(effect);
    return Promise.resolve({ delivered: true });
  },
});

/** What the record says that the story does not need. */
export const QUIET: ReadonlySet<string> = new Set([
  'version',
  'promised',
  'delivered',
  'question closed',
  'promise settled',
  'resumed',
]);

class Demo {
  private readonly world: World;
  private readonly work: Work;
  private readonly clock: { at: Instant };
  private readonly said: Effect[];
  private readonly paceMs: number;
  private readonly cases = new Map<string, string>();
  private shown = 0;
  private today: Day = 0;

  constructor(world: World, work: Work, clock: { at: Instant }, said: Effect[], paceMs: number) {
    this.world = world;
    this.work = work;
    this.clock = clock;
    this.said = said;
    this.paceMs = paceMs;
  }

  async run(): Promise<number> {
    const { engine, interrupted } = this.work;
    const texts = shopTexts();
    const checked = checkTexts(texts.book, texts.people);
    if ('problems' in checked) throw new Error(`the shop is not sound: ${JSON.stringify(checked.problems)}`);
    this.shown = await headOf(engine, ORGANIZATION);
    const [last] = await eventsAfter(engine, ORGANIZATION, { after: Math.max(0, this.shown - 1) });
    const morning = this.morningAfter(checked, last?.event.at);
    this.clock.at = last?.event.at ?? morning;
    const put = await putOrganization(engine, { id: ORGANIZATION, ...texts });
    if ('problems' in put) throw new Error(`the shop is not sound: ${JSON.stringify(put.problems)}`);
    this.greet(checked, morning);
    const { zone } = checked.book;
    const today = localDay(zone, morning);
    this.today = today;
    const teller = tellerOf({ inForce: checked });
    await this.passTo(morning);
    await this.meantime();
    for (const moment of dayAtTheShop(today)) {
      if (interrupted.aborted) return ANSWERED;
      await this.passTo(startOfDay(zone, today) + wall(moment.time), teller);
      await this.play(moment, checked.organization, teller);
    }
    await this.passTo(this.clock.at + 16 * MINUTE, teller);
    return this.farewell();
  }

  /** The first morning after the last one that was played; at first, the latest one before today. */
  private morningAfter({ book, organization }: InForce, last: Instant | undefined): Instant {
    const step = last === undefined ? -1 : 1;
    const from = localDay(book.zone, last ?? this.world.now());
    for (let tried = 1; tried <= MOST_DAYS; tried++) {
      const opens = startOfDay(book.zone, from + step * tried);
      if (everybodyIsThere(organization, opens + PLAYED_UNTIL)) return opens + 9 * HOUR;
    }
    throw new Error('no morning on which everybody is at work');
  }

  private greet({ book, organization }: InForce, morning: Instant): void {
    const earlier = this.shown > 1 ? ` ${this.shown} entries of earlier mornings are on its ledger.` : '';
    print(
      this.world,
      `${styled(this.world, 'bold', 'A morning at the shop')} on ${wallTime(book.zone, morning).slice(0, 10)}: ${organization.people.size} people, a real database in ${this.work.dataDir}.${earlier}\n`,
    );
  }

  /** Time goes on; whatever comes due by then happens at its own instant. */
  private async passTo(until: Instant, teller?: Teller): Promise<void> {
    const { engine, runner } = this.work;
    for (;;) {
      const due = await nextTimer(engine, ORGANIZATION);
      if (due === null || due > until) break;
      this.clock.at = Math.max(this.clock.at, due);
      await runner.settle();
      if (teller) await this.show(teller);
    }
    this.clock.at = Math.max(this.clock.at, until);
  }

  /** What the open cases of earlier mornings came to since then. */
  private async meantime(): Promise<void> {
    const { engine } = this.work;
    const before = this.shown;
    this.shown = await headOf(engine, ORGANIZATION);
    this.said.length = 0;
    const open = await listCases(engine, ORGANIZATION, { open: true });
    if (before > 0 && open.length > 0)
      print(
        this.world,
        `Since then ${this.shown - before} entries were written by time alone: ${open.length} open ${open.length === 1 ? 'case was' : 'cases were'} asked on, and on, wherever there was silence.`,
      );
  }

  private async play(
    { about, as, says, do: command }: Moment,
    organization: Organization,
    teller: Teller,
  ): Promise<void> {
    const { engine, runner } = this.work;
    const known = this.cases.get(about);
    if (says !== undefined) {
      const asked = organization.people.get(as);
      print(
        this.world,
        `\n${styled(this.world, 'cyan', `“${says}”`)} ${styled(this.world, 'dim', `asks ${asked?.name ?? as}, ${asked?.kind === 'ai' ? 'AI agent' : (asked?.grade ?? '')}`)}`,
      );
    }
    const handled = await handle(engine, {
      organization: ORGANIZATION,
      by: { kind: 'person', id: as },
      command,
      ...(known !== undefined && { case: known }),
    });
    if (!handled.done) throw new Error(`${about}: ${handled.refused.message} ${handled.refused.mend}`);
    if (handled.case !== null) this.cases.set(about, handled.case);
    await runner.settle();
    await this.show(teller);
  }

  /** What has happened since it was last shown. */
  private async show(teller: Teller): Promise<void> {
    const news = await eventsAfter(this.work.engine, ORGANIZATION, { after: this.shown });
    this.shown = news.at(-1)?.sequence ?? this.shown;
    for (const { event } of news) {
      // A promise kept by a person's own words is seen in them.
      if (QUIET.has(event.kind) || (event.kind === 'promise kept' && event.by !== SAYSO)) continue;
      const about = [...this.cases].find(([, id]) => id === event.case)?.[0] ?? '';
      print(
        this.world,
        `  ${styled(this.world, 'dim', about.padEnd(8))} ${recordLine(this.world, event, teller, this.today)}`,
      );
      await sleep(this.paceMs);
    }
    for (const effect of this.said.splice(0))
      if (effect.kind === 'tell customer')
        print(
          this.world,
          `  ${' '.repeat(8)} to the customer: ${styled(this.world, 'cyan', `“${effect.words}”`)}`,
        );
  }

  private async farewell(): Promise<number> {
    const { engine, anchorsDir, dataDir } = this.work;
    const verified = await verifyLedger(engine, ORGANIZATION, anchorsDir);
    const open = await listCases(engine, ORGANIZATION, { open: true });
    const sofa = this.cases.get('sofa') ?? '';
    const sound = verified !== undefined && !verified.broken;
    print(
      this.world,
      `
${this.cases.size} cases this morning, ${open.length} still open: each has an owner and a promise to the customer. Nothing ended in a dead end.
The ledger: ${verified?.entries ?? 0} entries, ${sound ? 'every one of them as it was recorded' : 'BROKEN'}.

The sofa waits for you. Be Lena, then Mia:
  npx sayso case show ${sofa} --data-dir ${dataDir}
  npx sayso case answer ${sofa} yes --amount 200 --as lena --data-dir ${dataDir}
  npx sayso case fulfill ${sofa} --as mia --data-dir ${dataDir}
Start again (npx sayso demo): all of this is still there, and another morning follows.
Your own book: docs/guides/1-shop.md. Your own cases: docs/guides/4-cases.md`,
    );
    return sound ? ANSWERED : PROBLEMS;
  }
}

/** "09:02" as milliseconds after midnight. */
function wall(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR + minutes * MINUTE;
}

const everybodyIsThere = (organization: Organization, at: Instant): boolean =>
  PLAYERS.every((id) => {
    const person = organization.people.get(id);
    return person !== undefined && nextOnDuty(person, at) === at;
  });
