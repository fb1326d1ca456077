/**
 * Replies to customers, good and bad, as data: what is found in them, and nothing else.
 * `test/replies/*.yaml` say the text, its language, what is known of its case, and the kinds that are expected.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it, test } from 'node:test';
import { parse } from 'yaml';
import { compileBook } from '../src/core/book/compile.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import { checkReply, type AboutCase, type ReplyContext } from '../src/core/reply/check-reply.ts';
import type { FindingKind } from '../src/core/reply/finding.ts';
import { innerNames } from '../src/core/reply/names.ts';
import { CATALOG } from '../src/core/explain/catalog.ts';
import { CASE_CATALOG } from '../src/core/explain/case-words.ts';
import { LISTS } from '../src/core/wording/shipped.ts';
import { zones } from '../src/shell/zones.ts';

type Example = {
  text: string;
  case?: { most?: string[]; certain?: boolean; declined?: boolean };
  expect?: FindingKind[];
};
type Examples = { language: string; replies: Example[] };

const shopText = (file: string): string =>
  readFileSync(new URL(`../books/shop/${file}`, import.meta.url), 'utf8');
const { book } = compileBook('book.yaml', shopText('book.yaml'), zones);
const { organization } = compileOrganization('people.yaml', shopText('people.yaml'), zones);
assert.ok(book && organization);
const names = innerNames(book, organization);

const about = ({
  most = [],
  certain = false,
  declined = false,
}: NonNullable<Example['case']>): AboutCase => ({
  certain,
  declined,
  most: most.map((text) => {
    const [amount = '', unit = ''] = text.split(' ');
    return { amount, unit };
  }),
});

const context = (language: string, example: Example): ReplyContext => ({
  language,
  book,
  names,
  writer: 'mia',
  ...(example.case && { case: about(example.case) }),
});

const FOLDER = new URL('replies/', import.meta.url);
const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ file, ...(parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Examples) }));

for (const { file, language, replies } of files) {
  describe(`replies: ${file}`, () => {
    for (const [i, example] of replies.entries()) {
      it(`${i + 1} ${example.text.slice(0, 60)}`, () => {
        const found = checkReply(example.text, context(language, example));
        assert.deepEqual(
          found.map(({ kind, words }) => `${kind}: ${words}`).map((line) => line.split(':')[0]),
          example.expect ?? [],
          `${example.text}\nfound ${JSON.stringify(found.map(({ kind, words }) => [kind, words]))}`,
        );
        for (const { start, end, words, because, better } of found) {
          assert.equal(example.text.slice(start, end), words);
          assert.match(because, /^\p{Lu}.{10,}\.$/u);
          assert.ok(better.length > 3);
        }
      });
    }
  });
}

test('the better words, and all that the product itself says to customers, are found in nothing', () => {
  const own = LISTS.flatMap(({ language, better, betterAmount, phrases }) => [
    ...[...Object.values(better), betterAmount].map((text) => ({ language, text })),
    ...phrases.flatMap((group) => (group.better === undefined ? [] : [{ language, text: group.better }])),
  ]);
  const catalogs: Readonly<Record<string, Readonly<Record<string, string>>>>[] = [CATALOG, CASE_CATALOG];
  const said = catalogs.flatMap((catalog) =>
    Object.entries(catalog).flatMap(([language, sentences]) =>
      Object.values(sentences).map((text) => ({ language, text })),
    ),
  );
  assert.ok(own.length >= 20 && said.length >= 100);
  for (const { language, text } of [...own, ...said])
    assert.deepEqual(checkReply(text, context(language, { text, case: {} })), [], `${language}: ${text}`);
});

test('there are many examples, in every shipped language, and a third of them are good', () => {
  const all = files.flatMap(({ language, replies }) => replies.map((one) => ({ language, ...one })));
  const good = all.filter(({ expect = [] }) => expect.length === 0);
  assert.ok(all.length >= 240, `${all.length}`);
  assert.ok(good.length * 3 >= all.length, `${good.length} of ${all.length}`);
  for (const language of ['de', 'fr', 'es'])
    assert.ok(all.filter((one) => one.language === language).length >= 25, language);
});
