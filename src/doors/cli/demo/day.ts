/** What happens on the demo's day at the shop: who says and does what, when. Cases are named by what they are about. */
import type { DoorCommand } from '../../../core/cases/command.ts';
import { formatDay, type Day } from '../../../core/words/time.ts';

/** Something that somebody does at a time of that day, on the shop's wall. */
export type Moment = { time: string; about: string; as: string; says?: string; do: DoorCommand };

type Facts = Record<string, string | number | boolean>;

/** A request that comes in, taken as far as whoever serves can take it at once. */
const open = (
  time: string,
  about: string,
  as: string,
  says: string,
  request: { type: string; facts: Facts; customer: string; subject?: string; need?: string },
): Moment => ({ time, about, as, says, do: { do: 'open', request, at_once: true } });

/** The day. Dates of orders are counted back from it, so that it is the same on every day. */
export function dayAtTheShop(today: Day): Moment[] {
  const delivered = (daysAgo: number): Facts => ({ 'order.delivered': formatDay(today - daysAgo) });
  // Every morning has customers and orders of its own: who was helped yesterday is not asking again.
  const customer = (number: number): string => `c-${today % 1000}${number}`;
  const order = (number: number): string => `order ${today % 1000}${number}`;
  return [
    open('09:02', 'lamp', 'mia', 'My lamp is not what I hoped for. Can I have 38 dollars back?', {
      type: 'refund',
      facts: {
        amount: '38.00',
        identity_verified: true,
        category: 'lamp',
        'order.value': '120.00',
        ...delivered(11),
      },
      customer: customer(1),
      subject: order(1),
      need: 'money',
    }),
    { time: '09:04', about: 'lamp', as: 'mia', do: { do: 'fulfill' } },
    open('09:05', 'vase', 'lumo', 'It came cracked, here is a photo. Please send a new one.', {
      type: 'replacement',
      facts: {
        identity_verified: true,
        damaged: true,
        in_stock: true,
        'order.value': '64.00',
        ...delivered(3),
      },
      customer: customer(2),
      subject: order(2),
    }),
    open('09:10', 'armchair', 'mia', 'I want the whole 180 back for the armchair.', {
      type: 'refund',
      facts: {
        amount: '180.00',
        identity_verified: true,
        category: 'furniture',
        'order.value': '180.00',
        ...delivered(10),
      },
      customer: customer(3),
      subject: order(3),
      need: 'money',
    }),
    open('09:20', 'pizza', 'mia', 'We are snowed in with a newborn. Could you just order us a pizza?', {
      type: 'order me a pizza',
      facts: { cost: '14.00', minutes: 10 },
      customer: customer(5),
    }),
    { time: '09:24', about: 'pizza', as: 'mia', do: { do: 'fulfill' } },
    open('09:30', 'desk', 'mia', 'The desk arrived broken, all 1,200 dollars of it. What now?', {
      type: 'refund',
      facts: {
        amount: '1200.00',
        identity_verified: true,
        category: 'furniture',
        'order.value': '1200.00',
        ...delivered(6),
      },
      customer: customer(6),
      subject: order(6),
      need: 'money',
    }),
    // Lena is silent on both of her channels; whoever can decide next is asked.
    {
      time: '09:46',
      about: 'armchair',
      as: 'kai',
      do: { do: 'answer', say: 'yes', because: 'bought by mistake, and a loyal customer' },
    },
    { time: '09:55', about: 'armchair', as: 'mia', do: { do: 'fulfill' } },
    open('10:00', 'parcel', 'mia', 'Can you send my parcel to my new address? It left yesterday.', {
      type: 'address_change',
      facts: { 'order.status': 'shipped', another_country: true },
      customer: customer(7),
      subject: order(7),
      need: 'another address',
    }),
    { time: '10:01', about: 'parcel', as: 'mia', do: { do: 'decline' } },
    // Nobody has said yes to the desk by the time that was promised: the customer hears all the same.
    {
      time: '10:40',
      about: 'desk',
      as: 'tomas',
      do: { do: 'answer', say: 'yes', because: 'broken on arrival' },
    },
    { time: '10:48', about: 'desk', as: 'omar', do: { do: 'answer', say: 'yes' } },
    { time: '11:10', about: 'desk', as: 'mia', do: { do: 'fulfill' } },
    { time: '11:15', about: 'vase', as: 'lumo', do: { do: 'fulfill' } },
    open('11:20', 'sofa', 'mia', 'Please take 300 off for the stain on my sofa, I am really sad about it.', {
      type: 'refund',
      facts: {
        amount: '300.00',
        identity_verified: true,
        category: 'furniture',
        'order.value': '900.00',
        ...delivered(12),
      },
      customer: customer(8),
      subject: order(8),
      need: 'recognition',
    }),
  ];
}
