/** The enquiry that is being written: kept in the browser until it is done with, so that a reload loses nothing. */
import { useCallback, useEffect, useReducer } from 'react';
import { session } from '../service/session.ts';
import { changed, EMPTY, type Change, type Enquiry } from './enquiry.ts';

const keyFor = (): string => `sayso.draft.${session.get()?.person.id ?? ''}`;

function kept(): Enquiry {
  try {
    const found = JSON.parse(localStorage.getItem(keyFor()) ?? 'null') as Partial<Enquiry> | null;
    return { ...EMPTY, ...found };
  } catch {
    return EMPTY;
  }
}

/** The enquiry, how it is changed, and how it is begun anew. */
export function useDraft(): [Enquiry, (change: Change) => void, () => void] {
  const [enquiry, change] = useReducer(changed, undefined, kept);
  useEffect(() => {
    if (enquiry === EMPTY) localStorage.removeItem(keyFor());
    else localStorage.setItem(keyFor(), JSON.stringify(enquiry));
  }, [enquiry]);
  const begin = useCallback(() => {
    localStorage.removeItem(keyFor());
    change({ do: 'replace', by: EMPTY });
  }, []);
  return [enquiry, change, begin];
}
