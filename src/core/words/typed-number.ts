/** Numbers as people type them, whatever their country. */

/** Money: `1.234,50`, `1,234.50`, `1 234.5` → `1234.50`; `$45` → `45`; undefined: no number, or one with too many decimals. */
export function decimalOf(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s'’$€£]|USD|EUR|GBP|CHF/gi, '');
  if (!/^-?\d[\d.,]*$/.test(digits) || digits.length > 20) return undefined;
  const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
  if (last < 0) return digits;
  const behind = digits.slice(last + 1);
  const marks = new Set(digits.replaceAll(/[^.,]/g, ''));
  // Three digits behind the same mark everywhere are a group: nobody types thousandths of money. "0.125" is no group.
  if (behind.length === 3 && marks.size === 1)
    return /^-?[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(digits) ? digits.replaceAll(/[.,]/g, '') : undefined;
  if (behind.length > 2) return undefined;
  const before = digits.slice(0, last);
  // What groups digits is not what parts decimals, and it stands where groups end: "4.5.00" is a slip, and not 45.
  if (!/^-?\d+$/.test(before) && !groupedBy(digits[last] === ',' ? '.' : ',').test(before)) return undefined;
  const whole = before.replaceAll(/[.,]/g, '');
  return behind === '' ? whole : `${whole}.${behind}`;
}

/** Groups of three, and of two before them, as they are written in India. */
const groupedBy = (mark: ',' | '.'): RegExp =>
  mark === ',' ? /^-?\d{1,3}(?:,\d{2,3})*,\d{3}$/ : /^-?\d{1,3}(?:\.\d{3})+$/;

/** An amount as the service takes it; what is none goes as it is, and the service says what is wrong with it. */
export const amountTyped = (text: string): string => decimalOf(text.trim()) ?? text.trim();

/**
 * Any number, on a page that is in English: `0.125`, `1.234` and `2,5` are smaller than ten, `1,234` is a thousand and more;
 * undefined: no number, or one that could be either.
 */
export function numberOf(typed: string): number | undefined {
  const plain = typed.replaceAll(/[\s'’]/g, '');
  const isGrouped = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(plain);
  const number = isGrouped ? plain.replaceAll(',', '') : plain.replace(',', '.');
  return /^-?\d{1,15}(?:\.\d{0,15})?$/.test(number) ? Number(number) : undefined;
}
