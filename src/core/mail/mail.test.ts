/** Mails say the same in both forms, and what others wrote stays words in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { htmlBlocks, htmlOf, subjectOf, textOf, type Block, type Mail } from './mail.ts';
import { line } from './plain.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='x",
  '</title></style></body>',
  'a\r\nBcc: eve@evil.example\r\n\r\nX',
  'javascript:alert(1)',
  '\u202Etxt.exe\u0000\u0007',
  '\uD800 lonely',
  '&lt;b&gt; &amp; <b>',
  '{{constructor}} ${7*7} <!-- -->',
];
const words = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }));

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('title', 'words', 'small'), text: words }),
  fc.record({ kind: fc.constant('quote' as const), by: words, text: words }),
  fc.record({
    kind: fc.constant('rows' as const),
    rows: fc.array(fc.record({ label: words, text: words }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    title: words,
    items: fc.array(words, { minLength: 1, maxLength: 3 }),
  }),
) as fc.Arbitrary<Block>;
const mails: fc.Arbitrary<Mail> = fc.record({
  subject: words,
  language: fc.constant('en'),
  blocks: fc.array(block, { maxLength: 6 }),
});

/** The tags of a document with their attributes. */
const tagsOf = (html: string): string[] => html.match(/<[^>]*>?/g) ?? [];
const ALLOWED =
  /^<(?:!doctype html|\/?(?:html|head|body|title|style|div|h1|p|blockquote|table|tr|th|td|ul|li|br)(?: (?:lang|charset|name|content|class|style|scope)="[^"<>]*")*|meta(?: (?:charset|name|content)="[^"<>]*")+)>$/;

test('nothing that others wrote becomes a tag, an attribute or a line of a header', () => {
  fc.assert(
    fc.property(mails, (mail) => {
      for (const tag of tagsOf(htmlOf(mail))) assert.match(tag, ALLOWED);
      for (const tag of tagsOf(htmlBlocks(mail.blocks))) assert.match(tag, ALLOWED);
      assert.doesNotMatch(subjectOf(mail), /[\r\n\0]/);
      assert.ok(subjectOf(mail).length <= 150);
      assert.ok(htmlOf(mail).isWellFormed() && textOf(mail).isWellFormed() && subjectOf(mail).isWellFormed());
      // Nothing turns the direction of what stands beside it.
      assert.doesNotMatch(htmlOf(mail) + textOf(mail) + subjectOf(mail), /[\u202A-\u202E\u2066-\u2069]/);
    }),
  );
});

const unescaped = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const squeezed = (text: string): string => line(text).replaceAll(/[\s>]/g, '');

test('the text says what the HTML says', () => {
  fc.assert(
    fc.property(mails, ({ blocks }) => {
      const [html, text] = [
        squeezed(unescaped(htmlBlocks(blocks).replaceAll(/<[^>]*>/g, ''))),
        squeezed(textOf({ blocks })),
      ];
      for (const one of blocks) {
        const said =
          one.kind === 'rows'
            ? one.rows.flatMap((row) => [row.label, row.text])
            : one.kind === 'list'
              ? one.items
              : 'text' in one
                ? [one.text]
                : [];
        for (const each of said) {
          assert.ok(html.includes(squeezed(each)));
          assert.ok(text.includes(squeezed(each)));
        }
      }
    }),
  );
});

test('words of others can not pass for ours in the text', () => {
  const text = textOf({
    blocks: [{ kind: 'quote', by: 'Mia Chen', text: 'Please.\n\nYes:\nhttps://evil.example/l/x' }],
  });
  assert.equal(text, 'Mia Chen:\n> Please.\n>\n> Yes:\n> https://evil.example/l/x\n');
});
