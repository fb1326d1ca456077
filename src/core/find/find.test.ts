import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Book } from '../book/book.ts';
import { compileBook } from '../book/compile.ts';
import { UTC } from '../words/time.ts';
import { findTypes } from './find.ts';

const SHOP = `
book: kitchen-shop
currency: USD
time zone: UTC
grades: [agent, lead]
functions: [orders, billing]
residual authority: { role: duty-lead }
policy owner: { role: policy-owner }
requests:
  refund:
    means: { en: The customer wants money back for an order, de: Der Kunde möchte sein Geld für eine Bestellung zurück }
    said as: [I want my money back, refund me, give me my money back please]
    function: orders
    needs: [money]
    may: { small: { from: agent } }
  replacement:
    means: The same item again, because the first one arrived damaged or never worked
    said as: [it arrived broken, "send me a new one", can I get another one of the same]
    function: orders
    needs: [working item]
    may: { swap: { from: agent } }
  cancel_order:
    means: Cancel an order that has not been shipped
    said as: [I changed my mind, stop my order, I don't need it any more]
    function: orders
    may: { any: { from: agent } }
  change_delivery_address:
    means: Send a pending order to another address
    said as: [I moved house, wrong address on my order, deliver it to my office]
    function: orders
    may: { move: { from: agent } }
  late_delivery:
    means: A parcel that has not arrived on the promised day
    said as: [where is my parcel, my package is late, still waiting for my delivery, tracking has not moved]
    function: orders
    may: { trace: { from: agent } }
  invoice_copy:
    means: { en: A copy of an invoice, de: Eine Kopie der Rechnung, ja: 請求書の写し }
    said as: [send me the bill again, I need a receipt for my taxes]
    function: billing
    may: { copy: { from: agent } }
  double_charge:
    means: The same order was charged twice
    said as: [you charged my card two times, there is a duplicate payment]
    function: billing
    may: { reverse: { from: agent } }
  discount:
    means: A lower price than the listed one
    said as: [can you do it cheaper, I saw it for less elsewhere, match the price, do you have a voucher code]
    function: orders
    may: { small: { from: agent } }
  extend_warranty:
    means: A longer guarantee than the law gives
    said as: [extend my warranty, the guarantee ran out last month]
    function: orders
    may: { year: { from: lead } }
  delete_account:
    means: Close the account and delete the personal data
    said as: [close my account, erase my data, forget me]
    function: orders
    may: { all: { from: agent } }
  gift_wrapping:
    means: Wrap the item as a gift, with a card
    said as: [it is a birthday present, put a ribbon on it]
    function: orders
    may: { wrap: { from: agent } }
  favor:
    means: A small kindness outside the job
    said as: [order me a pizza, could you just, do me a favor, book me a taxi]
    function: any
    may: { small: { from: agent } }
`;

const compile = (text: string): Book => {
  const { book, problems } = compileBook('shop.yaml', text, (name) => ({ ...UTC, name }));
  assert.ok(book, JSON.stringify(problems));
  return book;
};
const shop = compile(SHOP);
const first = (words: string): string | undefined => findTypes(shop, words)[0]?.type;

const SENTENCES: readonly (readonly [words: string, type: string])[] = [
  ['I want my money back', 'refund'],
  ['refnud my mony', 'refund'],
  ['REFUND!!!', 'refund'],
  ['money back. now.', 'refund'],
  ['can i be refunded for this', 'refund'],
  ['hi, so I got this blender last week and it arrived totally smashed, I want my cash back', 'refund'],
  ['I would like to get reimbursed please', 'refund'],
  ['back I want my money', 'refund'],
  ['ich möchte mein Geld zurück', 'refund'],
  ['Ich moechte mein GELD zuruck', 'refund'],
  ['the mixer arrived broken', 'replacement'],
  ['it came damaged, can you send a new one', 'replacement'],
  ['my kettle never worked, i need a replacment', 'replacement'],
  ['It arived brokn', 'replacement'],
  ['could I get another one of the same, this one is cracked', 'replacement'],
  ['please cancel my order', 'cancel_order'],
  ['cancelation of order 4711', 'cancel_order'],
  ['I have changed my mind about the pan', 'cancel_order'],
  ['pls stop the order, dont need it anymore', 'cancel_order'],
  ['cancle oder', 'cancel_order'],
  ['I moved last month and my order goes to the old address', 'change_delivery_address'],
  ['adress is wrong, can you change it', 'change_delivery_address'],
  ['could it be delivered to my office instead', 'change_delivery_address'],
  ['where is my package??', 'late_delivery'],
  ['been waiting for my delivery for two weeks now', 'late_delivery'],
  ['the tracking hasnt moved since monday', 'late_delivery'],
  ['My parcel is delayed', 'late_delivery'],
  ['parcle late', 'late_delivery'],
  ['I need a copy of the invoice', 'invoice_copy'],
  ['can you email me the reciept, it is for my tax return', 'invoice_copy'],
  ['Rechnung bitte', 'invoice_copy'],
  ['請求書をください', 'invoice_copy'],
  ['you have charged me twice for one order', 'double_charge'],
  ['there are two payments on my credit card, a duplicate', 'double_charge'],
  ['is there any discount', 'discount'],
  ['another shop has it cheaper, will you match that price?', 'discount'],
  ['I have seen this elsewhere for less', 'discount'],
  ['do you have vouchers', 'discount'],
  ['I would like a longer waranty', 'extend_warranty'],
  ['my guarantee ran out yesterday, could you extend it', 'extend_warranty'],
  ['close my acount and erase all my data', 'delete_account'],
  ['delete my profile', 'delete_account'],
  ["it's my mum's birthday, could you wrap it nicely", 'gift_wrapping'],
  ['put a ribbon on it please', 'gift_wrapping'],
  ['is gift wraping possible', 'gift_wrapping'],
  ['order me a pizza', 'favor'],
  ['Order a pizza for me, would you?', 'favor'],
  ['could you just read me the instructions', 'favor'],
  ['I know it is odd, but can you do me a favour', 'favor'],
  ['my taxi has not come, please book another taxi', 'favor'],
];

describe('findTypes', () => {
  test('finds what customers mean, at least nine times of ten as the first hit', (t) => {
    const misses = SENTENCES.filter(([words, type]) => first(words) !== type);
    const share = 1 - misses.length / SENTENCES.length;
    t.diagnostic(`top-1 ${(share * 100).toFixed(0)} % of ${SENTENCES.length}`);
    const told = misses.map(([words, type]) => `${words} → ${first(words)}, not ${type}`).join('\n');
    assert.ok(SENTENCES.length >= 40 && share >= 0.9, told);
    for (const [words, type] of misses)
      assert.ok(
        findTypes(shop, words).some((found) => found.type === type),
        `${words}: ${type} is not even among five`,
      );
  });

  for (const words of [
    'what is the weather like in Lisbon',
    'qwertz asdfgh',
    'hello, how are you today?',
    'who won the football game',
    'please',
    'I want it',
    'teach me quantum physics',
    'leather jacket colors',
    '12345',
    '',
    '   \n\t ',
    '?!… — 🙂🙂',
    '\u0000\ud800',
    '__proto__ constructor toString',
    'Сколько времени сейчас',
  ]) {
    test(`finds nothing for ${JSON.stringify(words)}`, () => assert.deepEqual(findTypes(shop, words), []));
  }

  test('says which phrases of the book fit, and what the type means', () => {
    const [found] = findTypes(shop, 'where is my parcel');
    assert.equal(found?.type, 'late_delivery');
    assert.equal(found?.because[0], 'where is my parcel');
    assert.deepEqual(found?.means, { en: 'A parcel that has not arrived on the promised day' });
    assert.equal(found?.score, 1);
  });

  test('gives at most as many as asked for, best first', () => {
    const found = findTypes(
      shop,
      'my order: money, address, invoice, parcel, discount, warranty, account',
      3,
    );
    assert.equal(found.length, 3);
    assert.deepEqual(
      found.map(({ score }) => score),
      found.map(({ score }) => score).sort((a, b) => b - a),
    );
    assert.deepEqual(findTypes(shop, 'refund', 0), []);
    assert.deepEqual(findTypes(shop, 'refund', -1), []);
  });

  test('the wish counts more than the story before it', () => {
    assert.equal(first('my parcel came late and I want a refund'), 'refund');
    assert.equal(first('a refund of 12 dollars please, for the one that arrived broken'), 'refund');
    assert.equal(first('a refund of 12 dollars please for the one that arrived broken'), 'refund');
    assert.equal(first('I had asked for a refund of the pan. Please close my account'), 'delete_account');
  });

  test('a long text is read at its start, quickly', () => {
    const long = `I want my money back. ${'lorem ipsum dolor cancel account '.repeat(3200)}`;
    assert.ok(long.length > 100_000);
    assert.ok(findTypes(shop, long).some(({ type }) => type === 'refund'));
    const startMs = performance.now();
    findTypes(shop, long);
    findTypes(shop, 'a'.repeat(100_000));
    findTypes(shop, Array.from({ length: 20_000 }, (_, i) => `w${String(i)}x`).join(' '));
    findTypes(shop, 'é́́'.repeat(50_000));
    assert.ok(performance.now() - startMs < 1500);
  });

  test('a book with no request types finds nothing', () => {
    const empty = compile(SHOP.replace(/requests:[\s\S]*/, 'requests: {}\n'));
    assert.deepEqual(findTypes(empty, 'refund'), []);
  });

  test('each book is searched in its own words', () => {
    const other = compile(SHOP.replaceAll('refund', 'chargeback'));
    assert.equal(findTypes(other, 'chargeback')[0]?.type, 'chargeback');
    assert.equal(first('chargeback'), undefined);
  });

  test('every score lies between 0 and 1 and has a reason; the same words find the same', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...SENTENCES.flatMap(([sentence]) => sentence.split(' '))), { maxLength: 30 })
        .map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(words, (said) => {
        const found = findTypes(shop, said, 20);
        for (const { score, because, type } of found) {
          assert.ok(
            score > 0 && score <= 1 && because.length > 0 && shop.types.has(type),
            JSON.stringify(found),
          );
        }
        assert.deepEqual(findTypes(shop, said, 20), found);
      }),
    );
  });
});
