/** From an answer to a case: opened with the step that the answer names, or only opened. */
import { useRef } from 'react';
import { useAct, type Output } from '../service/calls.ts';
import type { SentRequest } from './enquiry.ts';

type Decision = Output<'decide'>;
type Asked = {
  request: SentRequest;
  /** The customer's, as they said it. */
  words?: string;
  conversation?: { system: string; id: string };
};
type Opened = Output<'case.open'>;

/**
 * `open` opens a case and takes the next step of `decision` with it; without a decision it only opens it, for a breath, a word
 * why, or another way to go on. Resolves with the case when it is stored; with nothing where it was not, which `problem` then
 * explains, or while another is being opened.
 */
export function useOpening(): {
  open: (asked: Asked, decision?: Decision) => Promise<Opened | undefined>;
  isOpening: boolean;
  problem: Error | null;
} {
  const opening = useAct('case.open');
  const declining = useAct('case.decline');
  const isOpening = opening.isPending || declining.isPending;
  // At once, and not with the next drawing: a key may be pressed twice in between.
  const isBusy = useRef(false);
  const open = async (asked: Asked, decision?: Decision): Promise<Opened | undefined> => {
    if (isBusy.current) return undefined;
    isBusy.current = true;
    try {
      return await opened(asked, decision);
    } finally {
      isBusy.current = false;
    }
  };
  const opened = async (asked: Asked, decision?: Decision): Promise<Opened | undefined> => {
    const isNo = decision?.verdict === 'decline';
    const atOnce = decision !== undefined && !isNo && { at_once: true as const };
    const done = await opening.mutateAsync({ ...asked, ...atOnce }).catch(() => undefined);
    if (!done || !isNo || decision.decline?.at_once !== true) return done;
    // Where the no does not go through, its case shows what is left to do: it is not opened once more.
    return await declining.mutateAsync({ case: done.case.id }).catch(() => done);
  };
  return { open, isOpening, problem: opening.error };
}
