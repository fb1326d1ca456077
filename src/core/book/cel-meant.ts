/** A side of a comparison that was meant as a value of the other side's type: bike, yes, 2026-01-01. */
import { parseDay } from '../words/time.ts';
import { fault, textOf, type Context } from './cel-names.ts';
import { unquoted } from './cel-slips.ts';
import type { Node, Of } from './cel-tree.ts';
import { typeOf, type Expr } from './expression.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a side is nothing that is declared, but may be a value that lacks its quotes. */
export function isBare(node: Node, context: Context): boolean {
  const text = textOf(context, node);
  if (DAY.test(text)) return true;
  if (!/^[A-Za-z_][\w-]*$/.test(text) || node.op === 'value') return false;
  const { facts, terms, tables, counters, faulty } = context.environment;
  const [name = ''] = text.split('-');
  return (
    !context.variables.some((variable) => variable.name === name) &&
    ![terms, tables, counters, faulty ?? new Set()].some((names) => names.has(name)) &&
    ![...facts.keys()].some((fact) => fact === name || fact.startsWith(`${name}.`))
  );
}

/** Says what to write when the bare side is a value of the other's type; false: it is none. */
export function saysValue(node: Node, other: Expr, context: Context): boolean {
  const text = textOf(context, node);
  const type = typeOf(other);
  const day = DAY.test(text);
  if (type.kind === 'choice') {
    const value = type.values.find((one) => one.toLowerCase() === text.toLowerCase());
    if (value === undefined) return false;
    const { message, mend } = unquoted(value);
    fault(context, node, 'needs-quotes', message, mend);
    return true;
  }
  if (!day || (type.kind !== 'date' && type.kind !== 'instant')) return false;
  const written = type.kind === 'date' ? `date('${text}')` : `timestamp('${text}T00:00:00Z')`;
  const mend = parseDay(text) === undefined ? "Write it like date('2026-01-31')." : `Write \`${written}\`.`;
  fault(context, node, 'type-error', `"${text}" is a subtraction here, and not a date.`, mend);
  return true;
}

/** `damaged == yes`: a yes-or-no fact stands by itself. */
export function saysYesOrNo(node: Of<'binary'>, word: Node, other: Expr, context: Context): boolean {
  const text = textOf(context, word).toLowerCase();
  if (typeOf(other).kind !== 'yes or no' || (text !== 'yes' && text !== 'no')) return false;
  if (node.operator !== '==' && node.operator !== '!=') return false;
  const holds = (text === 'yes') === (node.operator === '==');
  const simple = /^[\w.]+$/.test(other.text);
  const negated = simple ? `!${other.text}` : `!(${other.text})`;
  const message = `"${textOf(context, word)}" is no word of a condition: ${other.text} is yes or no by itself.`;
  fault(context, node, 'type-error', message, `Write \`${holds ? other.text : negated}\`.`);
  return true;
}
