/** Conditions and rules of a book as people read them: "order status is placed", not `order.status == 'placed'`. */
import { amountWords } from './format.ts';
import { words } from './words.ts';

const { operators, functions, ago, ofTotal, rules, tableLine } = words.book;

/** So long ago, money with its unit, a text, a call, a line of a table, a name, an operator, a number, a parenthesis. */
const TOKEN =
  /(?<span>days|hours)_since\((?<moment>[\w.]+)\)\s*(?<bound><=|>=|<|>)\s*(?<age>\d+)|(?<money>\d+(?:\.\d+)? [A-Z]{3}\b)|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<call>[a-z_]+)\((?<argument>[\w.[\]]+)\)|(?<table>[A-Za-z_][\w.]*)(?<keys>(?:\[[\w.]+\])+)|(?<name>[A-Za-z_][\w.]*)|(?<operator>==|!=|<=|>=|&&|\|\||[<>!])|(?<number>\d+(?:\.\d+)?%?)|(?<other>\S)/gu;

const TOTAL = /^total of (?<what>.+?) (?<bound><=|<) (?<most>.+)$/u;

const plainName = (name: string): string => name.replaceAll(/[._]/g, ' ');

/** A condition in plain words. What has no words stands as it is written. */
export function conditionWords(condition: string): string {
  const total = TOTAL.exec(condition)?.groups;
  if (total) {
    const { what = '', bound = '', most = '' } = total;
    return ofTotal(operators[bound as keyof typeof operators], conditionWords(most), plainName(what));
  }
  const said: string[] = [];
  let end = 0;
  for (const { groups = {}, index, 0: token } of condition.matchAll(TOKEN)) {
    const isGlued = index === end && end > 0 && groups['other'] !== undefined;
    const word = wordFor(groups) ?? token;
    if (isGlued && said.length > 0) said[said.length - 1] += word;
    else said.push(word);
    end = index + token.length;
  }
  return said.join(' ').replaceAll(/([([]) | (?=[)\],])/g, '$1');
}

function wordFor(groups: Record<string, string | undefined>): string | undefined {
  const { span, moment = '', bound = '', age = '' } = groups;
  if (span !== undefined)
    return ago(
      plainName(moment),
      operators[bound as keyof typeof operators],
      Number(age),
      span as 'days' | 'hours',
    );
  const { money, single, double, call, argument, table, keys, name, operator } = groups;
  if (money !== undefined) {
    const [amount = '', unit] = money.split(' ');
    return amountWords(amount, unit);
  }
  if (call !== undefined && argument !== undefined) {
    const said = Object.hasOwn(functions, call) ? functions[call as keyof typeof functions] : undefined;
    return said === undefined ? `${plainName(call)} (${plainName(argument)})` : said(plainName(argument));
  }
  if (table !== undefined && keys !== undefined)
    return tableLine(plainName(table), (keys.match(/[\w.]+/g) ?? []).map(plainName));
  if (operator !== undefined) return operators[operator as keyof typeof operators];
  if (name !== undefined)
    return Object.hasOwn(operators, name) ? operators[name as keyof typeof operators] : plainName(name);
  return single ?? double;
}

/** `refund/red lines/gift card` → "red line “gift card”". */
export function ruleWords(rule: string): string {
  const parts = rule.split('/');
  const name = parts.at(-1) ?? rule;
  const section = parts.length > 1 ? (parts.at(-2) ?? '') : '';
  if (Object.hasOwn(rules, name)) return rules[name as keyof typeof rules]('');
  const said = Object.hasOwn(rules, section) ? rules[section as keyof typeof rules] : rules.may;
  return said(name);
}

/** A sentence of the record, with the rules that it cites called as people call them. */
export const withRuleWords = (sentence: string): string =>
  sentence.replaceAll(
    /\(([a-z_]+\/(?:may|red lines|reserved|consult|otherwise|never above|residual authority)[^()]*)\)/g,
    (_, rule: string) => `(${ruleWords(rule)})`,
  );
