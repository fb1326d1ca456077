/** The fuzzer against a service of its own: the shop's people and book, some cases to begin with, and what must hold afterwards. */
import { readFileSync } from 'node:fs';
import { readYaml } from '../src/core/book/yaml.ts';
import { customerPageLink, CUSTOMER_PAGE_PATH } from '../src/shell/links/links.ts';
import { verifyLedger } from '../src/shell/ledger/verify.ts';
import { tokenFor } from '../src/shell/tokens.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { fuzz, type Fault, type Fuzzed, type FuzzOptions } from '../scripts/fuzz/fuzz.ts';
import { inRoot } from './command-line.ts';
import { storiesOf } from './fuzzing-stories.ts';
import { officeNow, type Office } from './office.ts';
import { openService, refund, SECRET, type Service } from './service.ts';

const HOUR_MS = 3_600_000;
const ORGANIZATION = 'office';

export type FuzzRun = Fuzzed & {
  /** What does not hold any more, in words. */
  broken: readonly string[];
  /** Faults that the service itself noticed, and promises that nobody caught. */
  own: readonly string[];
  openCases: number;
};

export type FuzzRunOptions = Pick<FuzzOptions, 'requests' | 'seed'> & { onProgress?: (done: number) => void };

/** Opens a service, sends it so many requests, and looks at what is left. */
export async function fuzzRun({ requests, seed, onProgress }: FuzzRunOptions): Promise<FuzzRun> {
  const own: string[] = [];
  const note = (error: unknown): void => {
    own.push(
      error instanceof Error
        ? `${error.name}: ${error.message} ${error.stack ?? ''}`.slice(0, 2000)
        : String(error),
    );
  };
  process.on('unhandledRejection', note);
  const service = await openService({
    mostPerMinute: 1e9,
    mostBytes: 256 * 1024,
    onFault: (error, what) => note(error instanceof Error ? error : new Error(`${what}: ${String(error)}`)),
  });
  try {
    const found = await fuzz({
      address: service.http.address,
      requests,
      seed,
      concurrency: 20,
      now: officeNow,
      people: peopleOf(),
      leaders: ['nadia', 'tomas', 'lena'],
      golden: goldenRequests(),
      token: (person) => service.token(person, 24 * HOUR_MS),
      pageToken,
      strangers: [
        await service.token('mia', -HOUR_MS),
        await service.token('nobody-here'),
        await tokenFor({ organization: 'elsewhere', person: 'mia' }, SECRET, officeNow() + HOUR_MS),
        await tokenFor(
          { organization: ORGANIZATION, person: 'mia' },
          SECRET.map((one) => one + 1),
          officeNow() + HOUR_MS,
        ),
      ],
      known: [
        ...(await beginWith(service)),
        { text: shopText('book.yaml') },
        { text: shopText('people.yaml') },
      ],
      stories: storiesOf(shopText('book.yaml'), shopText('people.yaml'), officeNow),
      ...(onProgress && { onProgress }),
    });
    return { ...found, own, ...(await leftOver(service)) };
  } finally {
    await service.close();
    process.off('unhandledRejection', note);
  }
}

const shopText = (file: string): string => readFileSync(inRoot(`books/shop/${file}`), 'utf8');

async function pageToken(conversation: string): Promise<string> {
  const link = await customerPageLink(
    SECRET,
    '',
    { organization: ORGANIZATION, conversation },
    officeNow() + 24 * HOUR_MS,
  );
  return link.slice(CUSTOMER_PAGE_PATH.length);
}

/** Everybody of the shop. */
function peopleOf(): readonly [string, ...string[]] {
  const { people } = readYaml('people.yaml', shopText('people.yaml')).data as {
    people: Record<string, unknown>;
  };
  const [first = 'mia', ...others] = Object.keys(people);
  return [first, ...others];
}

function goldenRequests(): readonly [object, ...object[]] {
  const { cases } = readYaml('cases.yaml', shopText('cases.yaml')).data as {
    cases: Record<string, { request: object }>;
  };
  const [first = {}, ...others] = Object.values(cases).map(({ request }) => request);
  return [first, ...others];
}

/** A few cases, so that the first requests find some. */
async function beginWith({ call, office }: Service): Promise<unknown[]> {
  const opened: unknown[] = [];
  for (const [i, by] of ['mia', 'lena', 'kai', 'mia', 'lena'].entries()) {
    const answer = await call(by, 'POST /v1/cases', {
      request: refund(String(40 + 50 * i), { subject: `begin-${i}` }),
      conversation: { system: 'desk', id: `t-${i}` },
      at_once: i % 2 === 0,
    });
    opened.push(answer.at());
  }
  await setAside(office.admin);
  return opened;
}

/** What waits to be sent or for its time rests, as what failed too often does: nobody sends anything here. */
async function setAside(admin: Office['admin']): Promise<void> {
  const client = await openClient(admin);
  try {
    await client.query(
      `update sayso.outbox set set_aside_at = due, error = 'the receiver answered 500' where done_at is null`,
    );
    await client.query(`update sayso.timer set set_aside_at = due, error = 'it failed'`);
  } finally {
    await client.end();
  }
}

type Listed = { id: string; promised: string | null; owner?: { id: string } };

/** The ledger is whole, and each open case has its owner and its promise. */
async function leftOver({ office, call }: Service): Promise<Pick<FuzzRun, 'broken' | 'openCases'>> {
  const broken: string[] = [];
  const verified = await verifyLedger(office.engine, ORGANIZATION, undefined);
  if (!verified || verified.broken) broken.push(`the ledger: ${JSON.stringify(verified?.broken)}`);
  let openCases = 0;
  for (let after: string | null = ''; after !== null;) {
    const page = await call('mia', `GET /v1/cases?most=200${after === '' ? '' : `&after=${after}`}`);
    if (page.status !== 200) throw new Error(`the list of cases: ${page.text}`);
    for (const one of page.at('cases') as Listed[]) {
      openCases += 1;
      if (!one.owner?.id) broken.push(`the open case ${one.id} has no owner`);
      if (one.promised === null) broken.push(`the customer of the open case ${one.id} is promised nothing`);
    }
    after = page.at('next') as string | null;
  }
  return { broken, openCases };
}

/** A fault, so that it can be sent again. */
export const faultText = ({ operation, what, count, sent, text }: Fault): string =>
  [
    `${operation}: ${what} (${count} times)`,
    `  ${sent.method} ${sent.path.slice(0, 300)}`,
    `  ${JSON.stringify({ ...sent.headers, authorization: undefined })} ${(sent.body ?? '').slice(0, 600)}`,
    `  → ${text.slice(0, 500)}`,
  ].join('\n');
