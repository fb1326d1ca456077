/**
 * Words that say something of a customer's mood or manner. A fact named after one is refused: mood never
 * decides what somebody gets (R45). What somebody notices about distress or danger is a signal, which only helps.
 */
const MOODS: ReadonlySet<string> = new Set(
  (
    'mood temper tone manner manners attitude demeanor demeanour sentiment emotion emotions emotional behavior behaviour ' +
    'polite politely politeness impolite rude rudely rudeness courteous discourteous friendly friendliness unfriendly nice ' +
    'grateful ungrateful thankful angry anger angrily mad furious rage irate annoyed annoying irritated irritable ' +
    'upset frustrated frustration aggressive aggression hostile hostility abusive insulting insult insults insolent arrogant ' +
    'arrogance shouting shouts shouted yelling yells swearing swears cursing calm calmly impatient impatience pushy ' +
    'whining moody grumpy bossy entitled jerk nasty unpleasant pleasant likable likeable ' +
    'sympathetic unsympathetic tearful crying happy unhappy satisfied dissatisfied'
  ).split(' '),
);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);

/** The first word of a name or question that is about mood, or undefined. */
export const moodWord = (text: string): string | undefined => wordsOf(text).find((word) => MOODS.has(word));

const ASKING = new Set(
  'ask asks asked asking demand demands demanded insist insists insisted want wants wanted request requests requested call calls called'.split(
    ' ',
  ),
);
const PERSON = new Set(
  'person human supervisor supervisors manager managers boss superior somebody someone'.split(' '),
);

/** Whether a fact's name is about asking for a person: "times_asked_for_supervisor". */
export function asksForAPersonWords(text: string): boolean {
  const words = wordsOf(text);
  return words.some((word) => ASKING.has(word)) && words.some((word) => PERSON.has(word));
}
