/** Every command once taken and once refused: with its stable code, the path in the command, and how to mend it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandName, DoorCommand } from '../../src/core/cases/command.ts';
import type { EventKind } from '../../src/core/cases/event.ts';
import { liveAgain } from '../on-the-engine.ts';
import { PureWorld, shipped } from '../pure-world.ts';
import { openRefund, shopTexts } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

/** A command on a case, sent by somebody. */
type Sent = { by: string; id: string; command: DoorCommand };
type Told = {
  taken: (world: PureWorld) => Sent;
  /** What is on the record then. */
  leads: EventKind;
  refused: (world: PureWorld) => Sent;
  code: string;
  path: string;
};

const mia = (id: string, command: DoorCommand): Sent => ({ by: 'mia', id, command });

/** What Mia has asked of Lena. */
function asked(world: PureWorld, amount = '550'): string {
  const id = openRefund(world, { amount });
  world.do('mia', id, { do: 'ask' });
  return id;
}

function declined(world: PureWorld): string {
  const id = openRefund(world, { facts: { category: 'gift card' } });
  world.do('mia', id, { do: 'ask' });
  world.do('lena', id, { do: 'answer', say: 'yes' });
  world.do('mia', id, { do: 'restate', need: 'Money for one that fits.' });
  world.do('mia', id, { do: 'decline' });
  return id;
}

function carriedOut(world: PureWorld): string {
  const id = granted(world);
  world.do('mia', id, { do: 'fulfill' });
  return id;
}

function granted(world: PureWorld): string {
  const id = openRefund(world);
  world.do('mia', id, { do: 'grant' });
  return id;
}

/** A third refund within 90 days: somebody of the fraud desk is consulted first. */
function thirdRefund(world: PureWorld): string {
  for (const subject of ['order-1', 'order-2'])
    world.do('mia', openRefund(world, { subject, amount: '20' }), { do: 'grant', done: true });
  return openRefund(world);
}

function complained(world: PureWorld): string {
  const id = declined(world);
  world.do('@customer', id, { do: 'complain', words: 'Nobody listened.' });
  return id;
}

const COMMANDS: { readonly [Name in CommandName]: Told } = {
  open: {
    taken: (world) => mia(openRefund(world), { do: 'hold' }),
    leads: 'opened',
    refused: (world) => {
      const id = openRefund(world);
      return mia(id, { do: 'open', request: { type: 'refund', done: { consulted: ['third refund'] } } });
    },
    code: 'not-accepted',
    path: 'request.done.consulted',
  },
  tell: {
    taken: (world) => mia(openRefund(world), { do: 'tell', facts: { damaged: true } }),
    leads: 'told',
    refused: (world) => mia(granted(world), { do: 'tell', facts: { damaged: true } }),
    code: 'already-answered',
    path: 'case',
  },
  hold: {
    taken: (world) => mia(openRefund(world), { do: 'hold', minutes: 3 }),
    leads: 'held',
    refused: (world) => ({ by: 'kai', id: openRefund(world), command: { do: 'hold' } }),
    code: 'not-yours',
    path: 'by',
  },
  resume: {
    taken: (world) => {
      const id = openRefund(world);
      world.do('mia', id, { do: 'hold' });
      return mia(id, { do: 'resume' });
    },
    leads: 'resumed',
    refused: (world) => mia(openRefund(world), { do: 'resume' }),
    code: 'not-on-hold',
    path: 'case',
  },
  restate: {
    taken: (world) => mia(openRefund(world), { do: 'restate', need: 'Money for another.' }),
    leads: 'restated',
    refused: (world) => mia(declined(world), { do: 'restate', need: 'Money for another.' }),
    code: 'case-closed',
    path: 'case',
  },
  ask_customer: {
    taken: (world) => mia(openRefund(world), { do: 'ask_customer', facts: ['damaged'] }),
    leads: 'customer asked',
    refused: (world) => mia(openRefund(world), { do: 'ask_customer' }),
    code: 'nothing-missing',
    path: 'facts',
  },
  grant: {
    taken: (world) => mia(openRefund(world), { do: 'grant', amount: '49.99' }),
    leads: 'granted',
    refused: (world) => mia(openRefund(world, { amount: '60.01' }), { do: 'grant' }),
    code: 'not-yours-to-grant',
    path: 'case',
  },
  ask: {
    taken: (world) => mia(openRefund(world, { amount: '60.01' }), { do: 'ask' }),
    leads: 'asked',
    refused: (world) => mia(openRefund(world), { do: 'ask' }),
    code: 'hollow-hop',
    path: 'case',
  },
  advise: {
    taken: (world) => {
      const id = thirdRefund(world);
      world.do('mia', id, { do: 'ask' });
      return { by: 'sam', id, command: { do: 'advise', words: 'Looks fine.' } };
    },
    leads: 'advised',
    refused: (world) => {
      const id = thirdRefund(world);
      world.do('mia', id, { do: 'ask' });
      return { by: 'yuki', id, command: { do: 'advise', words: 'Looks fine.' } };
    },
    code: 'not-asked',
    path: 'by',
  },
  answer: {
    taken: (world) => ({ by: 'lena', id: asked(world), command: { do: 'answer', say: 'yes' } }),
    leads: 'approved',
    refused: (world) => ({ by: 'lena', id: asked(world), command: { do: 'answer', say: 'no' } }),
    code: 'no-reason',
    path: 'because',
  },
  pass: {
    taken: (world) => ({ by: 'lena', id: asked(world), command: { do: 'pass' } }),
    leads: 'passed on',
    refused: (world) => ({ by: 'tomas', id: asked(world), command: { do: 'pass' } }),
    code: 'not-asked',
    path: 'by',
  },
  transfer: {
    taken: (world) => mia(openRefund(world, { amount: '550' }), { do: 'transfer', to: 'lena' }),
    leads: 'asked',
    refused: (world) => mia(openRefund(world, { amount: '550' }), { do: 'transfer', to: 'kai' }),
    code: 'hollow-hop',
    path: 'to',
  },
  accept: {
    taken: (world) => {
      const id = openRefund(world, { amount: '550' });
      world.do('mia', id, { do: 'transfer', to: 'lena' });
      return { by: 'lena', id, command: { do: 'accept' } };
    },
    leads: 'transferred',
    refused: (world) => {
      const id = openRefund(world, { amount: '550' });
      world.do('mia', id, { do: 'transfer', to: 'lena' });
      return { by: 'kai', id, command: { do: 'accept' } };
    },
    code: 'not-asked',
    path: 'by',
  },
  hand_over: {
    taken: (world) => mia(openRefund(world), { do: 'hand_over', to: 'kai', because: 'shift' }),
    leads: 'owner changed',
    refused: (world) => mia(openRefund(world), { do: 'hand_over', to: 'mia', because: 'shift' }),
    code: 'same-owner',
    path: 'to',
  },
  release: {
    taken: (world) => mia(openRefund(world, { amount: '550' }), { do: 'release' }),
    leads: 'released',
    refused: (world) => mia(openRefund(world), { do: 'release' }),
    code: 'hollow-hop',
    path: 'case',
  },
  decline: {
    taken: (world) => mia(openRefund(world, { facts: { others_data: true } }), { do: 'decline' }),
    leads: 'declined',
    refused: (world) => mia(openRefund(world, { amount: '550' }), { do: 'decline' }),
    code: 'no-decline',
    path: 'case',
  },
  appeal: {
    taken: (world) => ({ by: '@customer', id: declined(world), command: { do: 'appeal' } }),
    leads: 'appealed',
    refused: (world) => ({ by: '@customer', id: openRefund(world), command: { do: 'appeal' } }),
    code: 'nothing-to-appeal',
    path: 'case',
  },
  correct: {
    taken: (world) => {
      const id = asked(world, '150');
      world.do('lena', id, { do: 'answer', say: 'no', because: 'Misread.' });
      world.do('mia', id, { do: 'restate', need: 'Money.' });
      world.do('mia', id, { do: 'decline' });
      return { by: 'kai', id, command: { do: 'correct', error: 'The date was misread.' } };
    },
    leads: 'granted',
    refused: (world) => mia(openRefund(world), { do: 'correct', error: 'None.' }),
    code: 'nothing-to-correct',
    path: 'case',
  },
  offer: {
    taken: (world) =>
      mia(openRefund(world, { facts: { category: 'gift card' } }), {
        do: 'offer',
        alternative: 'later offer',
      }),
    leads: 'alternative offered',
    refused: (world) => mia(openRefund(world), { do: 'offer', alternative: 'a second lamp' }),
    code: 'unknown-alternative',
    path: 'alternative',
  },
  take: {
    taken: (world) => mia(openRefund(world, { amount: '550' }), { do: 'take', alternative: 'part' }),
    leads: 'granted',
    refused: (world) => mia(declined(world), { do: 'take', alternative: 'later offer' }),
    code: 'nothing-to-grant',
    path: 'alternative',
  },
  promise: {
    taken: (world) => mia(openRefund(world), { do: 'promise', by: Date.parse(TUESDAY) + 1 }),
    leads: 'promised',
    refused: (world) => mia(openRefund(world), { do: 'promise', by: Date.parse(TUESDAY) }),
    code: 'in-the-past',
    path: 'by',
  },
  say: {
    taken: (world) => ({
      by: '@customer',
      id: openRefund(world),
      command: { do: 'say', words: 'For Saturday.' },
    }),
    leads: 'customer said',
    refused: (world) => ({ by: '@customer', id: carriedOut(world), command: { do: 'say', words: 'x' } }),
    code: 'case-closed',
    path: 'case',
  },
  rate: {
    taken: (world) => ({
      by: '@customer',
      id: granted(world),
      command: { do: 'rate', service: 5, outcome: 3 },
    }),
    leads: 'rated',
    refused: (world) => ({ by: '@customer', id: openRefund(world), command: { do: 'rate', service: 5 } }),
    code: 'not-answered',
    path: 'case',
  },
  update: {
    taken: (world) => mia(openRefund(world), { do: 'update', words: 'I am on it.' }),
    leads: 'updated',
    refused: (world) => mia(openRefund(world), { do: 'update', words: 'x', next: Date.parse(TUESDAY) }),
    code: 'in-the-past',
    path: 'next',
  },
  supervisor: {
    taken: (world) => ({ by: '@customer', id: openRefund(world), command: { do: 'supervisor' } }),
    leads: 'supervisor asked',
    refused: (world) => ({ by: '@customer', id: granted(world), command: { do: 'supervisor' } }),
    code: 'already-answered',
    path: 'case',
  },
  signal: {
    taken: (world) => mia(openRefund(world), { do: 'signal', signal: 'distress' }),
    leads: 'signal raised',
    refused: (world) => mia(openRefund(world), { do: 'signal', signal: 'grumpy' }),
    code: 'unknown-signal',
    path: 'signal',
  },
  over_promise: {
    taken: (world) => mia(openRefund(world), { do: 'over_promise', words: 'All of it back.', amount: '90' }),
    leads: 'over-promised',
    refused: (world) => ({
      by: '@customer',
      id: openRefund(world),
      command: { do: 'over_promise', words: 'x' },
    }),
    code: 'not-for-customers',
    path: 'do',
  },
  ratify: {
    taken: (world) => mia(openRefund(world), { do: 'ratify', words: 'I sent a courier.' }),
    leads: 'asked',
    refused: (world) => ({ by: '@customer', id: openRefund(world), command: { do: 'ratify', words: 'x' } }),
    code: 'not-for-customers',
    path: 'do',
  },
  fulfill: {
    taken: (world) => mia(granted(world), { do: 'fulfill' }),
    leads: 'fulfilled',
    refused: (world) => mia(openRefund(world), { do: 'fulfill' }),
    code: 'not-granted',
    path: 'case',
  },
  close: {
    taken: (world) => ({ by: '@customer', id: openRefund(world), command: { do: 'close', as: 'withdrawn' } }),
    leads: 'closed',
    refused: (world) => mia(openRefund(world), { do: 'close', as: 'declined' }),
    code: 'dead-end',
    path: 'as',
  },
  reopen: {
    taken: (world) => mia(declined(world), { do: 'reopen', facts: { category: 'furniture' } }),
    leads: 'answer reopened',
    refused: (world) => mia(declined(world), { do: 'reopen', facts: { category: 'gift card' } }),
    code: 'same-facts',
    path: 'facts',
  },
  warn: {
    taken: (world) => mia(openRefund(world), { do: 'warn' }),
    leads: 'abuse warned',
    refused: (world) => mia(declined(world), { do: 'warn' }),
    code: 'case-closed',
    path: 'case',
  },
  end_contact: {
    taken: (world) => mia(openRefund(world), { do: 'end_contact', because: 'threat' }),
    leads: 'contact ended',
    refused: (world) => mia(openRefund(world), { do: 'end_contact', because: 'abuse' }),
    code: 'warn-first',
    path: 'because',
  },
  complain: {
    taken: (world) => ({ by: '@customer', id: declined(world), command: { do: 'complain', words: 'Hm.' } }),
    leads: 'complained',
    refused: (world) => mia(declined(world), { do: 'complain', words: 'Hm.', about: 'nobody' }),
    code: 'unknown-person',
    path: 'about',
  },
  respond: {
    taken: (world) => mia(complained(world), { do: 'respond', words: 'I did.' }),
    leads: 'agent answered',
    refused: (world) => ({ by: 'lena', id: complained(world), command: { do: 'respond', words: 'I did.' } }),
    code: 'not-about-you',
    path: 'by',
  },
  sign: {
    taken: (world) => {
      const id = complained(world);
      world.do('mia', id, { do: 'respond', words: 'I did.' });
      return { by: 'lena', id, command: { do: 'sign', outcome: 'upheld' } };
    },
    leads: 'review signed',
    refused: (world) => ({ by: 'lena', id: complained(world), command: { do: 'sign', outcome: 'upheld' } }),
    code: 'agent-first',
    path: 'review',
  },
};

const world = new PureWorld(shipped('shop'), TUESDAY);
let customers = 0;

/** Opened from here on for a customer of their own, so that nothing that was done before stands in the way. */
function forSomebodyElse(): PureWorld {
  customers += 1;
  const customer = `c-${1000 + customers}`;
  const open = PureWorld.prototype.open.bind(world);
  world.open = (person, request, more) => {
    const { subject } = request as { subject?: string };
    return open(person, { ...request, customer, subject: `${subject}-${customers}` }, more);
  };
  return world;
}

for (const [name, told] of Object.entries(COMMANDS))
  test(`${name}: taken, and refused as ${told.code}`, () => {
    const taken = told.taken(forSomebodyElse());
    world.do(taken.by, taken.id, taken.command);
    assert.ok(world.kinds(taken.id).includes(told.leads), world.kinds(taken.id).join());

    const other = told.refused(forSomebodyElse());
    const events = world.events.length;
    const { code, path, message, mend } = world.refused(other.by, other.id, other.command);
    assert.deepEqual([code, path], [told.code, told.path], message);
    assert.ok(message.length > 10 && mend.length > 10, `${message} ${mend}`);
    assert.equal(world.events.length, events, 'nothing is half done');
  });

test('and all of it again on the real engine', () => liveAgain(world, shopTexts));
