/** Numbers as people type them, whatever their country. */

/** `1.234,50`, `1,234.50`, `1 234.5` → `1234.50`; `$45` → `45`; undefined: no number, or one with too many decimals. */
export function decimalOf(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s'’$€£]|USD|EUR|GBP|CHF/gi, '');
  if (!/^-?\d[\d.,]*$/.test(digits) || digits.length > 20) return undefined;
  const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
  if (last < 0) return digits;
  const behind = digits.slice(last + 1);
  const marks = new Set(digits.replaceAll(/[^.,]/g, ''));
  // Three digits behind the same mark everywhere are a group: nobody types thousandths of money.
  if (behind.length === 3 && marks.size === 1) return digits.replaceAll(/[.,]/g, '');
  if (behind.length > 2) return undefined;
  const whole = digits.slice(0, last).replaceAll(/[.,]/g, '');
  return behind === '' ? whole : `${whole}.${behind}`;
}
