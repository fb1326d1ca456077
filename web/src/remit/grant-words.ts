/** What one may grant by a rule, in words: how much, when, how often. */
import type { Output } from '../service/calls.ts';
import { conditionWords } from '../words/conditions.ts';
import { amountWords } from '../words/format.ts';
import { words } from '../words/words.ts';

type Grant = Output<'remit'>['types'][number]['may'][number];

export function grantWords(grant: Grant, unit: string | undefined): string {
  const { up_to: upTo, usual, share, when, times, total, exception, also } = grant;
  return (
    [
      upTo && words.remit.upTo(amountWords(upTo, unit)),
      usual && words.verdict.usual(amountWords(usual, unit)),
      share && words.remit.share(conditionWords(share)),
      when && words.remit.when(conditionWords(when)),
      times,
      total && conditionWords(total),
      exception && words.remit.exception(exception.join(', ')),
      also && words.remit.also(also.units.join(', ')),
    ]
      .filter(Boolean)
      .join(' · ') || words.remit.always
  );
}
