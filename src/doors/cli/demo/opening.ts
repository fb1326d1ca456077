/** The demo's last hour before it begins: some cases wait, some are near what the customer was promised. */
import { formatDay, type Day } from '../../../core/words/time.ts';
import { known, type Facts } from './asks.ts';
import type { Plan } from './week.ts';

type Request = Pick<Plan, 'type' | 'facts' | 'need'>;

const open = (
  before: number,
  as: string,
  says: string,
  request: Request,
  more: Partial<Plan> = {},
): Plan => ({
  before,
  as,
  says,
  ...request,
  customer: `c-${7900 + before}`,
  subject: `order ${45_000 + before}`,
  silent: [],
  answer: { say: 'yes', because: 'fair enough', after: 5 },
  after: 4,
  ...more,
});

const refundOn =
  (today: Day) =>
  (amount: string, value: string, more: Facts = {}): Request => ({
    type: 'refund',
    need: 'money',
    facts: {
      ...known,
      amount,
      category: 'furniture',
      'order.value': value,
      'order.delivered': formatDay(today - 9),
      ...more,
    },
  });

/** Nobody who is asked has answered yet. */
const WAITS: Partial<Plan> = { silent: [0, 1, 2, 3, 4, 5] };
const STILL_PACKING: Request = {
  type: 'address_change',
  need: 'another address',
  facts: { 'order.status': 'packing' },
};

/** This morning's cases, the oldest first. */
export function thisMorning(today: Day): Plan[] {
  const refund = refundOn(today);
  const disputed = refund('310.00', '310.00', { bank_dispute: true });
  const says = {
    desk: 'The desk arrived broken, all 1,200 dollars of it. What now?',
    lamp: 'My lamp flickers, and the electrician cost 120. Who pays that?',
    parcel: 'The parcel is on the belt, can it still go to my new address?',
    bank: 'My bank took the 310 dollars back, and you charged me again.',
    sofa: 'Please take 300 off for the stain on my sofa, I am really sad about it.',
  };
  return [
    // The customer was promised to hear within the hour, which is nearly over.
    open(57, 'luca', says.desk, refund('1200.00', '1200.00'), WAITS),
    open(48, 'amir', 'The gift box was empty. I want all 420 back.', refund('420.00', '420.00'), WAITS),
    open(41, 'nova', says.lamp, refund('120.00', '300.00')),
    // Granted, and still to be carried out.
    open(33, 'ada', 'I ordered two chairs, one is missing.', refund('240.00', '480.00'), {
      until: 'answered',
    }),
    open(26, 'lumo', 'Could I have 12 back? The shade is dented.', refund('12.00', '110.00')),
    open(19, 'ben', says.parcel, STILL_PACKING, WAITS),
    open(14, 'grace', says.bank, disputed, WAITS),
    open(8, 'zoe', 'The armrest creaks. Could you take 150 off?', refund('150.00', '900.00'), WAITS),
    // The one that waits for whoever tries it out.
    open(3, 'mia', says.sofa, refund('300.00', '900.00'), WAITS),
  ];
}
