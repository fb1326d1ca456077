/**
 * `sayso serve --demo` (npm start): the service on a house full of cases, the same every time. It prints what can be tried,
 * and a line for everything that happens. It goes on where it was while it is not older than a working day.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { MAX_BYTES } from '../../../core/book/yaml.ts';
import { HOUR, DAY, localDay, MINUTE, UTC, wallTime, type Instant } from '../../../core/words/time.ts';
import { clear } from '../../../shell/database/clear.ts';
import { migrate } from '../../../shell/database/migrate.ts';
import { readText } from '../../../shell/files.ts';
import { inForceAt } from '../../../shell/in-force.ts';
import { startLive } from '../../../shell/live.ts';
import { lettersIn } from '../../../shell/mailbox.ts';
import { logTo } from '../../../shell/observed/log.ts';
import { observe } from '../../../shell/observed/observe.ts';
import { tellerOf } from '../../../shell/operations/cases.ts';
import { putOrganization } from '../../../shell/organizations.ts';
import { secretOf } from '../../../shell/secret.ts';
import { start, type Started } from '../../../shell/start.ts';
import { databaseNow } from '../../../shell/store/load.ts';
import { eventsAfter, headOf, listCases, type Recorded } from '../../../shell/store/lists.ts';
import { tokenFor } from '../../../shell/tokens.ts';
import { recordLine } from '../case/show.ts';
import { fill } from './fill.ts';
import { houseBook, housePeople, zoneOfMorning } from './house.ts';
import { QUIET, shop } from './demo.ts';
import { configurationOf, dataDirOf, mailFolderOf, settingsOf, type EngineOptions } from '../engine.ts';
import { ANSWERED, print, styled, WrongUse, type World } from '../io.ts';
import { listening, mayListen, opened } from '../serve.ts';

const ORGANIZATION = 'lantern-house';
/** A demo in which nothing has happened for so long begins anew: everybody has gone home. */
const STALE_MS = 6 * HOUR;
const TOKEN_MS = 12 * HOUR;

type Clock = { moved: Instant | undefined };

export async function serveDemo(world: World, options: EngineOptions & { anew?: boolean }): Promise<number> {
  const given = settingsOf(world, options);
  const dataDir = path.resolve(dataDirOf(world, given), 'demo');
  // A database and a mailbox of its own, whatever is configured: nobody in earnest hears of it.
  const settings = {
    listen: given.listen,
    log_level: given.log_level,
    pool_size: given.pool_size,
    rate_limit_per_minute: given.rate_limit_per_minute,
    body_limit_kb: given.body_limit_kb,
    drain_seconds: given.drain_seconds,
    ...(given.public_url !== undefined && { public_url: given.public_url }),
    data_dir: dataDir,
  };
  stayHere(given.listen.host);
  await mayListen(settings);
  const stopAsked = once(world.interrupted(), 'abort');
  const clock: Clock = { moved: undefined };
  const steady = world.steady ?? world.now;
  const started = await opened(() =>
    start({
      ...configurationOf(world, settings),
      sources: { wall: () => clock.moved ?? world.now(), steady: () => clock.moved ?? steady() },
    }),
  );
  started.engine.observed = observe(logTo(world.err, given.log_level === 'info' ? 'error' : given.log_level));
  if (options.anew === true || (await isStale(started))) await fillAnew(world, started, clock);
  const served = await listening(world, settings, started, ORGANIZATION);
  await greet(world, started, served.address, mailFolderOf(settings, dataDir));
  const live = startLive(started.engine);
  const tell = await teller(world, started);
  await live.follow(ORGANIZATION, undefined, tell);
  await stopAsked;
  await live.close();
  await served.stop(settings.drain_seconds * 1000);
  return ANSWERED;
}

/** In the demo whoever comes may be anybody. So nobody comes from elsewhere. */
function stayHere(host: string): void {
  if (/^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host)) return;
  throw new WrongUse(
    `The demo listens on this machine alone, not on ${host}: in it, whoever comes may be anybody.`,
    'Leave SAYSO_LISTEN out, or name 127.0.0.1. For others to reach it, serve an organization of your own: sayso serve.',
  );
}

async function isStale({ engine }: Started): Promise<boolean> {
  const head = await headOf(engine, ORGANIZATION);
  const [last] = await eventsAfter(engine, ORGANIZATION, { after: Math.max(0, head - 1) });
  return last === undefined || engine.clock.now() - last.event.at > STALE_MS;
}

async function fillAnew(
  world: World,
  { engine, owner, dataDir, anchorsDir }: Started,
  clock: Clock,
): Promise<void> {
  const began = world.steady?.() ?? 0;
  const begins = Math.floor(world.now() / MINUTE) * MINUTE;
  const zone = zoneOfMorning(begins);
  world.note?.(`Filling a house with a week of cases: it is morning in ${zone} …`);
  if (owner) {
    const connection = await owner();
    await clear(connection);
    await migrate(connection, begins);
  }
  for (const folder of [anchorsDir, path.join(dataDir, 'mail'), path.join(dataDir, 'messages')])
    await rm(folder, { recursive: true, force: true });
  clock.moved = begins - 8 * DAY;
  const put = await putOrganization(engine, {
    id: ORGANIZATION,
    book: { file: 'book.yaml', text: houseBook(readText(shop('book.yaml'), MAX_BYTES), zone) },
    people: { file: 'people.yaml', text: housePeople(zone), format: 'yaml' },
  });
  if ('problems' in put) throw new Error(`the house is not sound: ${JSON.stringify(put.problems)}`);
  await fill({
    engine,
    organization: ORGANIZATION,
    begins,
    zone: world.zones(zone) ?? UTC,
    setTime: (at) => {
      clock.moved = at;
    },
    onDay: (left) =>
      world.note?.(left === 0 ? 'This morning …' : `${left} ${left === 1 ? 'day' : 'days'} ago …`),
  });
  clock.moved = undefined;
  // From now on it is the machine's, which the database has to agree with.
  await engine.clock.compare(() => engine.database.use((pool) => databaseNow(pool)));
  const seconds = ((world.steady?.() ?? 0) - began) / 1000;
  world.note?.(`Filled in ${seconds.toFixed(1)} s.`);
}

/** What can be tried, to be pasted into another terminal. */
async function greet(
  world: World,
  { engine, dataDir }: Started,
  address: string,
  mailFolder: string,
): Promise<void> {
  const now = engine.clock.now();
  const inForce = await inForceAt(engine, ORGANIZATION, now);
  const open = await listCases(engine, ORGANIZATION, { open: true, waitingFor: 'lena' });
  const one = open[0]?.id ?? (await listCases(engine, ORGANIZATION, { most: 1 }))[0]?.id ?? '';
  const letters = await lettersIn(mailFolder, ORGANIZATION);
  const letter = letters.findLast(({ to, answer }) => to.address.startsWith('lena@') && answer !== undefined);
  const secret = secretOf(dataDir, undefined);
  const tokenOf = (person: string): Promise<string> =>
    tokenFor({ organization: ORGANIZATION, person }, secret, now + TOKEN_MS);
  const all = await listCases(engine, ORGANIZATION, { most: 500 });
  const house = inForce?.organization;
  const json = `-H 'content-type: application/json'`;
  const refund = JSON.stringify({
    type: 'refund',
    customer: 'c-1',
    subject: 'order 1',
    facts: {
      amount: '45.00',
      identity_verified: true,
      category: 'lamp',
      'order.value': '120.00',
      'order.delivered': wallTime(inForce?.book.zone ?? UTC, now - 9 * DAY).slice(0, 10),
    },
  });
  print(
    world,
    `
${styled(world, 'bold', 'Lantern House')} is open: ${house?.people.size ?? 0} people and AI agents, ${all.length} cases, ${all.filter((listed) => listed.open).length} of them open. It is ${wallTime(inForce?.book.zone ?? UTC, now).slice(11)} there.
${styled(world, 'bold', `Open ${address} and be whoever you like.`)} A helpdesk with the side panel: ${address}/helpdesk

Mia has asked Lena for 300 dollars back for a stained sofa, and the customer waits. In another terminal:

  export SAYSO_DATA_DIR=${dataDir} API=${address}/v1
  export MIA='authorization: Bearer ${await tokenOf('mia')}'
  export LENA='authorization: Bearer ${await tokenOf('lena')}'
  curl -sw '\\n' $API/decisions -H "$MIA" ${json} -d '{"request":${refund}}'
  curl -sw '\\n' $API/cases -H "$MIA" ${json} -d '{"at_once":true,"request":${refund}}'
  curl -sw '\\n' $API/cases/${one} -H "$MIA"
  curl -sw '\\n' $API/my/inbox -H "$LENA"
  npx sayso mailbox list lena${
    letter === undefined
      ? ''
      : `
  npx sayso mailbox answer ${letter.number} yes --because 'a loyal customer'`
  }
  curl -sw '\\n' $API/cases/${one}/record -H "$MIA"

All that can be asked: ${address}/openapi.json. Ctrl+C stops; all of it is there when you start again the same day.
What happens:`,
  );
}

/** Prints a line for everything that happens. */
async function teller(world: World, { engine }: Started): Promise<(recorded: Recorded) => void> {
  const inForce = await inForceAt(engine, ORGANIZATION, engine.clock.now());
  if (!inForce) return () => undefined;
  const words = tellerOf({ inForce });
  return ({ event }) => {
    if (QUIET.has(event.kind)) return;
    const today = localDay(words.zone, engine.clock.now());
    print(
      world,
      `  ${styled(world, 'dim', (event.case ?? '').padEnd(13))} ${recordLine(world, event, words, today)}`,
    );
  };
}
