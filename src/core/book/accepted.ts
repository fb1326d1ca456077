/** Findings that a book accepts until a day. */
import type { Problem } from '../words/problem.ts';
import { localDay, parseDay, type Instant } from '../words/time.ts';
import type { Book } from './book.ts';
import type { Source } from './yaml.ts';

/** Acceptances whose day is past, as warnings. */
export function expiredAcceptances(book: Book, source: Source, at: Instant): Problem[] {
  const data = (source.data as { accepted?: Record<string, { until?: string }> } | undefined)?.accepted ?? {};
  const today = localDay(book.zone, at);
  return Object.entries(data).flatMap(([name, { until }]) => {
    const day = until === undefined ? undefined : parseDay(until);
    if (day !== undefined && day >= today) return [];
    return [
      source.problem(['accepted', name, 'until'], 'value', {
        code: 'acceptance-over',
        severity: 'warning',
        message: `This finding was accepted until ${until ?? 'no day'}.`,
        mend: 'Mend the finding, or accept it until a later day.',
      }),
    ];
  });
}
