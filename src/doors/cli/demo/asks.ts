/** What customers of the demo ask for, and what is known of it then. */
import { formatDay, type Day } from '../../../core/words/time.ts';

export type Facts = Record<string, string | number | boolean>;

export type Template = {
  says: string;
  type: string;
  need?: string;
  facts: (draw: () => number, today: Day) => Facts;
};

const money = (least: number, most: number, draw: () => number): string =>
  (least + Math.floor(draw() * (most - least))).toFixed(2);
const delivered = (least: number, most: number, draw: () => number, today: Day): Facts => ({
  'order.delivered': formatDay(today - least - Math.floor(draw() * (most - least))),
  'order.status': 'delivered',
});
const placed = (least: number, most: number, draw: () => number, today: Day): Facts => ({
  'order.placed': formatDay(today - least - Math.floor(draw() * (most - least))),
});
export const known: Facts = { identity_verified: true };

/** As often as they stand here, of a hundred. */
export const TEMPLATES: readonly [share: number, template: Template][] = [
  [
    16,
    {
      says: 'It is not quite what I hoped for. Can I have something back?',
      type: 'refund',
      need: 'money',
      facts: (draw, today) => ({
        ...known,
        amount: money(18, 59, draw),
        category: 'lamp',
        'order.value': money(90, 180, draw),
        ...delivered(4, 26, draw, today),
      }),
    },
  ],
  [
    16,
    {
      says: 'I would like to send it back and have my money.',
      type: 'refund',
      need: 'money',
      facts: (draw, today) => {
        const amount = money(70, 195, draw);
        return {
          ...known,
          amount,
          category: 'furniture',
          'order.value': amount,
          ...delivered(3, 28, draw, today),
        };
      },
    },
  ],
  [
    9,
    {
      says: 'The table has a scratch all along the top. Please take something off.',
      type: 'refund',
      need: 'recognition',
      facts: (draw, today) => ({
        ...known,
        amount: money(220, 590, draw),
        category: 'furniture',
        'order.value': money(900, 1600, draw),
        ...delivered(5, 70, draw, today),
      }),
    },
  ],
  [
    4,
    {
      says: 'The whole sofa is the wrong color. We want all of it back.',
      type: 'refund',
      need: 'money',
      facts: (draw, today) => {
        const amount = money(800, 2300, draw);
        return {
          ...known,
          amount,
          wrong_item: true,
          category: 'furniture',
          'order.value': amount,
          ...delivered(2, 20, draw, today),
        };
      },
    },
  ],
  [
    12,
    {
      says: 'It came cracked, I have sent you a photo. Please send a new one.',
      type: 'replacement',
      need: 'working item',
      facts: (draw, today) => ({
        ...known,
        damaged: true,
        in_stock: true,
        'order.value': money(30, 95, draw),
        ...delivered(1, 9, draw, today),
      }),
    },
  ],
  [
    10,
    {
      says: 'You promised Tuesday, and it came days later.',
      type: 'late_delivery',
      need: 'recognition',
      facts: (draw) => ({
        days_late: 1 + Math.floor(draw() * 5),
        membership: draw() < 0.3 ? 'gold' : draw() < 0.5 ? 'silver' : 'none',
        'order.speed': draw() < 0.4 ? 'express' : 'standard',
      }),
    },
  ],
  [
    8,
    {
      says: 'I saw the same lamp for less in another shop this morning.',
      type: 'price_match',
      need: 'money',
      facts: (draw, today) => ({
        difference: money(8, 60, draw),
        seller: draw() < 0.75 ? 'shop' : 'marketplace',
        'order.value': money(120, 320, draw),
        ...placed(1, 10, draw, today),
      }),
    },
  ],
  [
    7,
    {
      says: 'We have moved. Could the order go to the new address?',
      type: 'address_change',
      need: 'another address',
      facts: (draw) => {
        const status = draw();
        return {
          'order.status': status < 0.5 ? 'placed' : status < 0.8 ? 'packing' : 'shipped',
          another_country: draw() < 0.15,
        };
      },
    },
  ],
  [
    6,
    {
      says: 'It simply stopped working last night.',
      type: 'warranty_repair',
      need: 'working item',
      facts: (draw, today) => ({
        category: draw() < 0.6 ? 'lamp' : 'electronics',
        membership: 'none',
        ...delivered(60, 500, draw, today),
      }),
    },
  ],
  [
    5,
    {
      says: 'Could you send me the invoice again? My accountant asks.',
      type: 'invoice_copy',
      need: 'certainty',
      facts: (draw, today) => ({ ...known, ...placed(20, 340, draw, today) }),
    },
  ],
  [
    4,
    {
      says: 'We are snowed in with a newborn. Could you just order us something to eat?',
      type: 'favor',
      facts: (draw) => ({ cost: money(9, 24, draw), minutes: 10 }),
    },
  ],
  [
    3,
    {
      says: 'I changed my mind, please cancel it.',
      type: 'cancel_order',
      need: 'money',
      facts: (draw) => ({ ...known, 'order.status': draw() < 0.7 ? 'placed' : 'shipped' }),
    },
  ],
];
