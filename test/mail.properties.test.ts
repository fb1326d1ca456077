/** Whatever happens in a case: a customer's mail has no internal name in it, and every message to a colleague is a mail. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customerZone } from '../src/core/cases/customer.ts';
import { htmlOf, subjectOf, textOf, type Mail } from '../src/core/mail/mail.ts';
import { askedMail, newsMail } from '../src/core/mail/to-colleague.ts';
import { customerMail } from '../src/core/mail/to-customer.ts';
import { holds } from './invariants/holds.ts';
import { SHOP, SMALL } from './invariants/settings.ts';
import type { Watch, World } from './invariants/world.ts';

/** What customers never read: names, ids and roles of people, and rules. */
const innerOf = ({ book, organization }: World): string[] =>
  [
    ...[...organization.people.values()].flatMap(({ name, id, roles }) => [
      ...name.split(' '),
      id,
      ...roles.filter((role) => role.includes('-')),
    ]),
    ...[...book.types.values()].flatMap(({ grants, lines, consults }) =>
      [...grants, ...lines, ...consults].map(({ id }) => id),
    ),
    'residual authority',
    'headroom',
  ].filter((name) => name.length > 2);

/** A name with letters around it is another word. */
const found = (text: string, names: readonly string[]): string | undefined =>
  names.find((name) =>
    new RegExp(`(^|[^\\p{L}])${name.replaceAll(/[^\p{L}\d ]/gu, '.')}($|[^\\p{L}])`, 'u').test(text),
  );

const LINKS = { yes: 'https://sayso.example/l/y', no: 'https://sayso.example/l/n' };

/** The document without its stylesheet. */
const rendered = (mail: Mail): string => {
  const whole = `${subjectOf(mail)}\n${textOf(mail)}\n${htmlOf(mail).replaceAll(/<style>.*?<\/style>| style="[^"]*"/g, '')}`;
  assert.doesNotMatch(whole, /undefined|\[object|NaN|\{\w+\}/);
  assert.notEqual(subjectOf(mail), '');
  return whole;
};

function watching(hit: () => void): Watch {
  const names = new Map<unknown, string[]>();
  return {
    command: ({ conversation: id }, outcome, world) => {
      if (!('effects' in outcome)) return;
      const { book, organization, at } = world;
      const inner = names.get(book) ?? innerOf(world);
      names.set(book, inner);
      const conversation = world.conversations.get(id) ?? outcome.conversation;
      for (const effect of outcome.effects) {
        const one = conversation.cases.find((other) => other.id === effect.case) ?? conversation.cases[0];
        assert.ok(one);
        if (effect.kind === 'tell customer') {
          const mail = customerMail({
            book,
            shop: 'The Shop',
            words: effect.words,
            language: effect.language,
            matter: effect.matter,
            ...(conversation.promise && { promised: conversation.promise.due }),
            zone: customerZone(book, one.request.time_zone),
            at,
            page: 'https://sayso.example/c/x',
            replies: true,
          });
          assert.equal(found(rendered(mail), inner), undefined, rendered(mail));
          hit();
          continue;
        }
        const reader = organization.people.get(effect.person);
        if (!reader) continue;
        const story = { book, organization, conversation, case: one, at, reader };
        const question = one.questions.find((other) => other.id === effect.question);
        const mail =
          effect.matter === 'question' && question
            ? askedMail(story, question, LINKS)
            : newsMail(story, effect, LINKS);
        assert.ok(rendered(mail).includes(one.id));
        hit();
      }
    },
  };
}

test('no customer reads an internal name, and every message to a colleague tells of its case', () => {
  holds(watching, 300, [
    { setting: SMALL, runs: 25 },
    { setting: SHOP, runs: 8 },
  ]);
});
