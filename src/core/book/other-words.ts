/** The words that people use for keys and types that are called otherwise here; tried before the nearest spelling. */

/** What each may mean; the first that is a key at its place is meant. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  limit: ['up to'],
  max: ['up to', 'most'],
  maximum: ['up to', 'most'],
  amount: ['up to'],
  min: ['at least', 'least'],
  minimum: ['at least', 'least'],
  grade: ['from'],
  level: ['from'],
  condition: ['when'],
  conditions: ['when'],
  if: ['when'],
  where: ['when'],
  except: ['unless'],
  question: ['ask'],
  default: ['if not said'],
  values: ['type'],
  options: ['type'],
  choices: ['type'],
  source: ['known by'],
  system: ['known by'],
  evidence: ['proof'],
  message: ['tell', 'say'],
  text: ['tell', 'say'],
  wording: ['tell', 'say'],
  answer: ['tell', 'say'],
  alternative: ['instead'],
  alternatives: ['instead'],
  offer: ['instead', 'do'],
  reason: ['because', 'kind'],
  description: ['means'],
  examples: ['said as'],
  phrases: ['said as'],
  department: ['function'],
  team: ['function'],
  departments: ['functions'],
  teams: ['functions'],
  levels: ['grades'],
  approval: ['also'],
  approvers: ['also'],
  'approved by': ['also'],
  sla: ['answer within'],
  deadline: ['answer within', 'within'],
  grants: ['may'],
  limits: ['may'],
  rules: ['may'],
  forbidden: ['red lines'],
  name: ['book'],
  timezone: ['time zone'],
  tz: ['time zone'],
  start: ['in force from'],
  end: ['in force until'],
  expires: ['in force until'],
  'request types': ['requests'],
  types: ['requests', 'for'],
  questions: ['facts'],
  fields: ['facts'],
  obligation: ['ensure'],
  obligations: ['ensure'],
};

/** Words that are a condition here, by the key that would hold it. */
const CONDITIONS: Readonly<Record<string, string>> = {
  days: 'Write it as a condition: when: days_since(order.delivered) <= 30',
  hours: 'Write it as a condition: when: hours_since(order.placed_at) <= 24',
  category: "Write it as a condition: when: category == 'bike'",
};

/** How to mend a key that is called otherwise here; undefined: it is no such word. */
export function keyMend(key: string, known: readonly string[]): string | undefined {
  const word = key.toLowerCase().replaceAll('_', ' ');
  const called = Object.hasOwn(KEYS, word) ? KEYS[word]?.find((name) => known.includes(name)) : undefined;
  if (called !== undefined) return `Write "${called}": that is what it is called here.`;
  return known.includes('when') && Object.hasOwn(CONDITIONS, word) ? CONDITIONS[word] : undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'yes or no',
  bool: 'yes or no',
  'yes/no': 'yes or no',
  'true or false': 'yes or no',
  string: 'text',
  str: 'text',
  integer: 'whole number',
  int: 'whole number',
  count: 'whole number',
  float: 'decimal',
  double: 'decimal',
  percent: 'decimal',
  percentage: 'decimal',
  datetime: 'instant',
  timestamp: 'instant',
  time: 'instant',
  currency: 'money',
  amount: 'money',
  price: 'money',
};
const CHOICES = new Set(['enum', 'choice', 'select', 'option', 'options']);

/** How to mend a type that is called otherwise here; undefined: it is no such word. */
export function typeMend(type: string): string | undefined {
  const word = type.toLowerCase();
  if (Object.hasOwn(TYPES, word)) return `Write "${TYPES[word]}": that is what it is called here.`;
  if (CHOICES.has(word)) return 'Write the values in brackets: [bike, part, clothing]';
  if (word === 'list' || word === 'array') return 'Say what it is a list of: "list of text".';
  if (word === 'number') return 'Write "whole number", or "decimal" if it has digits after the point.';
  return word === 'duration' ? 'Write "minutes", "hours" or "days".' : undefined;
}
