/** `sayso demo` (npm start): a morning at the shop – requests decided, with reasons, and what to type next. */
import { fileURLToPath } from 'node:url';
import { decide } from '../../core/decide/decide.ts';
import { readRequest } from '../../core/decide/read-request.ts';
import { answer } from '../../core/explain/answer.ts';
import { explain } from '../../core/explain/explain.ts';
import { openStream } from '../../shell/files.ts';
import { linesOf } from '../../shell/lines.ts';
import { ANSWERED, instantOf, load, personOf, print, styled, type World } from './io.ts';

const shop = (file: string): string => fileURLToPath(new URL(`../../../books/shop/${file}`, import.meta.url));

/** A line of the morning: a request with who asks, when, and what the customer said. */
type Moment = { as: string; at: string; customer_says: string; request: unknown };

export async function demo(world: World, options: { json?: boolean }): Promise<number> {
  const { book, organization } = load(world, shop('book.yaml'), shop('people.yaml'));
  let yeses = 0;
  let all = 0;
  if (!options.json)
    print(
      world,
      `${styled(world, 'bold', 'A morning at the shop.')} Book ${book.name} ${book.hash}, ${organization.people.size} people.\n`,
    );
  for await (const line of linesOf(openStream(shop('morning.jsonl')), 1024 * 1024)) {
    if (!('text' in line) || line.text.trim() === '') continue;
    const moment = JSON.parse(line.text) as Moment;
    const read = readRequest(book, moment.request);
    if ('problems' in read) throw new Error(`morning.jsonl:${line.number}: ${JSON.stringify(read.problems)}`);
    const asker = personOf(organization, moment.as);
    const decision = decide(
      book,
      organization,
      read.tallies,
      read.request,
      asker.id,
      instantOf(world, book, moment.at),
    );
    all += 1;
    if (decision.verdict === 'grant') yeses += 1;
    if (options.json) print(world, JSON.stringify(answer(book, read.request, decision)));
    else {
      print(
        world,
        `${styled(world, 'dim', `${moment.at.slice(11, 16)}Z`)} ${styled(world, 'cyan', `“${moment.customer_says}”`)} ${styled(world, 'dim', `asks ${asker.name}, ${asker.kind === 'ai' ? 'AI agent' : (asker.grade ?? 'no grade')}`)}`,
      );
      print(world, `${indent(explain(book, read.request, decision, 'agent'))}\n`);
    }
  }
  if (!options.json) print(world, nextSteps(yeses, all));
  return ANSWERED;
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

const nextSteps = (
  yeses: number,
  all: number,
): string => `${all} requests: ${yeses} granted on the spot, the others with a next step each. Nothing ended in a dead end.

Try next:
  npx sayso who books/shop/book.yaml --org books/shop/people.yaml --as mia --request books/shop/request.json
  npx sayso remit books/shop/book.yaml --org books/shop/people.yaml --as mia
  npx sayso find books/shop/book.yaml "my parcel never came, I want my mony back"
  npx sayso check books/shop/book.yaml --org books/shop/people.yaml
  npx sayso test books/shop
Write your own book: docs/guides/1-shop.md`;
