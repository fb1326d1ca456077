// The golden cases: every case of every book gets the same answer from core, over HTTP and from the command line.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { compileBook } from '../src/core/book/compile.ts';
import { readYaml } from '../src/core/book/yaml.ts';
import { answer } from '../src/core/explain/answer.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import { employedAt } from '../src/core/organization/people.ts';
import { readCases } from '../src/core/trial/read.ts';
import { runCases } from '../src/core/trial/run.ts';
import { formatInstant } from '../src/core/words/time.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { tokenFor } from '../src/shell/tokens.ts';
import { zones } from '../src/shell/zones.ts';
import { inRoot, run } from './command-line.ts';
import { officeNow } from './office.ts';
import { openService, SECRET, type Service } from './service.ts';

const HOUR_MS = 3_600_000;
const books = readdirSync(inRoot('books'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

type Golden = { name: string; as: string; at: string; request: object; expected: unknown };

const textOf = (name: string, file: string): string => readFileSync(inRoot(`books/${name}/${file}`), 'utf8');
/** As it is after it went over a wire. */
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** A book's cases as core answers them, with their requests as they are written. */
function goldenOf(name: string): { cases: Golden[]; caller: string } {
  const { book } = compileBook(`books/${name}/book.yaml`, textOf(name, 'book.yaml'), zones);
  const { organization } = compileOrganization(
    `books/${name}/people.yaml`,
    textOf(name, 'people.yaml'),
    zones,
  );
  assert.ok(book && organization);
  const file = textOf(name, 'cases.yaml');
  const { cases = [] } = readCases('cases.yaml', file, book, organization);
  const written = (readYaml('cases.yaml', file).data as { cases: Record<string, { request: object }> }).cases;
  const results = runCases(book, organization, cases);
  const caller = [...organization.people.values()].find((person) => employedAt(person, officeNow()));
  assert.ok(caller);
  return {
    caller: caller.id,
    cases: cases.map((one, i) => {
      const result = results[i];
      const request = written[one.name]?.request;
      assert.ok(result && request);
      assert.ok(result.passed, one.name);
      return {
        name: one.name,
        as: one.asker,
        at: formatInstant(one.at),
        request,
        expected: asSent(answer(book, one.request, result.decision)),
      };
    }),
  };
}

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

describe('golden cases, through every door', () => {
  for (const name of books) {
    const { cases, caller } = goldenOf(name);
    assert.ok(cases.length > 0);

    it(`${name}: ${cases.length} over HTTP`, async () => {
      const put = await putOrganization(service.office.engine, {
        id: name,
        book: { file: 'book.yaml', text: textOf(name, 'book.yaml') },
        people: { file: 'people.yaml', text: textOf(name, 'people.yaml'), format: 'yaml' },
      });
      assert.ok(!('problems' in put), JSON.stringify(put));
      const token = await tokenFor({ organization: name, person: caller }, SECRET, officeNow() + HOUR_MS);
      await Promise.all(
        cases.map(async ({ name: sentence, as, at, request, expected }) => {
          const response = await fetch(`${service.http.address}/v1/decisions/as-if`, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ request, as, at }),
          });
          assert.deepEqual(await response.json(), expected, sentence);
        }),
      );
    });

    const where = [inRoot(`books/${name}/book.yaml`), '--org', inRoot(`books/${name}/people.yaml`)];

    it(`${name}: ${cases.length} from the command line`, async () => {
      const lines = cases.map(({ as, at, request }) => `${JSON.stringify({ ...request, as, at })}\n`);
      const ran = await run(['decide', ...where, '--requests', '-', '--json'], lines);
      assert.equal(ran.code, 0, ran.err);
      const answered = ran.out.trimEnd().split('\n');
      for (const [i, { name: sentence, expected }] of cases.entries())
        assert.deepEqual(JSON.parse(answered[i] ?? ''), expected, sentence);
    });

    it(`${name}: one at a time from the command line`, async () => {
      // Each reads the book anew, so it is every tenth.
      for (const { name: sentence, as, at, request, expected } of cases.filter((_, i) => i % 10 === 0)) {
        const ran = await run(
          ['decide', ...where, '--request', '-', '--as', as, '--at', at, '--json'],
          [JSON.stringify(request)],
        );
        assert.deepEqual(JSON.parse(ran.out), expected, sentence);
      }
    });
  }
});
