/** The requests that are sent: refunds and replacements at the shop, each of another customer about another order. */

/** How many there are before they begin again. */
const VARIANTS = 5000;

const DAYS = [
  '2026-03-01',
  '2026-03-02',
  '2026-03-03',
  '2026-03-04',
  '2026-03-05',
  '2026-03-06',
  '2026-03-07',
];

/** A common request: most are a yes for whoever asks, some are for somebody else. */
function request(n: number): object {
  const shared = { identity_verified: true, 'order.delivered': DAYS[n % DAYS.length] };
  if (n % 5 === 4)
    return {
      type: 'replacement',
      customer: `c-${n}`,
      subject: `o-${n}`,
      facts: { ...shared, damaged: true, in_stock: true, 'order.value': `${30 + (n % 150)}.00` },
    };
  // Up to 60 USD Mia may grant; every tenth is more.
  const amount = n % 10 === 9 ? 80 + (n % 60) : 10 + (n % 50);
  return {
    type: 'refund',
    customer: `c-${n}`,
    subject: `o-${n}`,
    facts: {
      ...shared,
      amount: `${amount}.${String(10 + (n % 89))}`,
      category: 'lamp',
      'order.value': '300.00',
      damaged: false,
    },
  };
}

/** The bodies of all requests. */
export const bodies = (): string[] =>
  Array.from({ length: VARIANTS }, (_, n) => JSON.stringify({ request: request(n) }));
