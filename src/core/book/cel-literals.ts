/** Dates, instants, lengths of time and amounts of money written out in a condition. */
import { CURRENCIES, parseScaled } from '../words/money.ts';
import { DAY, HOUR, MINUTE } from '../words/time.ts';
import { fault, textOf, words, type Context } from './cel-names.ts';
import type { Node } from './cel-tree.ts';
import type { Expr, Type } from './expression.ts';

/** A call, `x.size()` and `size(x)` alike: the receiver is the first argument. */
export type Call = { node: Node; name: string; args: readonly Node[]; asMethod: boolean };

export function wrongCount(call: Call, context: Context, form: string): undefined {
  const count = call.args.length - (call.asMethod ? 1 : 0);
  return fault(
    context,
    call.node,
    'type-error',
    `${call.name} does not take ${count === 0 ? 'nothing' : count === 1 ? 'one value' : `${count} values`}.`,
    `Write it like ${form}.`,
  );
}

function literalOf(value: number, type: Type, call: Call, context: Context): Expr {
  return { op: 'literal', value, type, text: textOf(context, call.node) };
}

/** `date('…')`, `timestamp('…')`, `duration('…')`: read at load, so that a slip is found then. */
export function timeLiteral(
  type: Type,
  what: string,
  form: string,
  parse: (text: string) => number | undefined,
): (call: Call, context: Context) => Expr | undefined {
  return (call, context) => {
    const [node] = call.args;
    if (node === undefined || call.args.length > 1) return wrongCount(call, context, form);
    if (node.op !== 'value' || typeof node.value !== 'string') {
      const message = `${call.name} needs ${what}, written out in quotes.`;
      return fault(context, node, 'type-error', message, `Write it like ${form}.`);
    }
    const value = parse(node.value);
    if (value !== undefined) return literalOf(value, type, call, context);
    return fault(
      context,
      node,
      'bad-literal',
      `${words(context, node)} is not ${what}.`,
      `Write it like ${form}.`,
    );
  };
}

const MS_OF: Readonly<Record<string, number>> = { h: HOUR, m: MINUTE, s: 1000, ms: 1 };

/** "1h30m" in milliseconds, as CEL writes lengths of time (no days: they are not all equally long). */
export function parseDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.slice(sign < 0 ? 1 : 0);
  if (!/^(?:\d{1,12}(?:\.\d{1,9})?(?:ms|h|m|s))+$/.test(body)) return undefined;
  let total = 0;
  for (const [, number, unit] of body.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    total += Number(number) * (MS_OF[unit ?? ''] ?? 0);
  return Math.abs(total) > DAY * 36_525_000 ? undefined : Math.round(total) * sign + 0;
}

/** `usd(12.5)`: an amount written out, taken by its text so that no digit is lost. */
export function readMoney(currency: string, call: Call, context: Context): Expr | undefined {
  const [node] = call.args;
  if (node === undefined || call.args.length > 1) {
    // usd(1,000): the comma between thousands reads as two values.
    const digits = call.args.map((arg) => textOf(context, arg)).join('');
    return wrongCount(call, context, `${call.name}(${/^\d+(\.\d+)?$/.test(digits) ? digits : '50'})`);
  }
  const number = node.op === 'unary' && node.operator === '-' ? node.arg : node;
  if (number.op !== 'value' || (typeof number.value !== 'bigint' && typeof number.value !== 'number')) {
    return fault(
      context,
      node,
      'type-error',
      `${call.name} needs an amount written out in digits.`,
      `Write it like ${call.name}(50); to calculate with a number, multiply: ${call.name}(1) * 3.`,
    );
  }
  const decimals = CURRENCIES.get(currency) ?? 0;
  const written = `${number === node ? '' : '-'}${textOf(context, number)}`;
  const minor = parseScaled(written, decimals);
  if (typeof minor === 'number') return literalOf(minor, { kind: 'money', currency }, call, context);
  const why = {
    'not a decimal': 'is not written as a plain decimal',
    'too many decimals': `has more than the ${decimals} decimals of ${currency}`,
    'too large': 'is too large',
  }[minor];
  return fault(
    context,
    node,
    'bad-literal',
    `${written} ${why}.`,
    `Write it like ${call.name}(${decimals === 0 ? '50' : '12.50'}).`,
  );
}
