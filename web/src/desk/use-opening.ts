/** From an answer to a case: opened with the step that the answer names, or only opened. */
import { useRef } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refresh, type Output } from '../service/calls.ts';
import { carryOut } from '../service/carry-out.ts';
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
  const client = useQueryClient();
  const opening = useMutation({
    mutationFn: async ({ asked, decision }: { asked: Asked; decision: Decision | undefined }) => {
      const atOnce = decision !== undefined && decision.verdict !== 'decline' && { at_once: true as const };
      const opened = await carryOut('case.open', { ...asked, ...atOnce });
      if (decision?.next_step !== 'decline') return opened;
      // Where the no does not go through, its case shows what is left to do: it is not opened once more.
      return await carryOut('case.decline', { case: opened.case.id }).catch(() => opened);
    },
    onSettled: (opened) => refresh(client, opened ? [opened.case.id] : []),
  });
  // At once, and not with the next drawing: a key may be pressed twice in between.
  const isBusy = useRef(false);
  const open = async (asked: Asked, decision?: Decision): Promise<Opened | undefined> => {
    if (isBusy.current) return undefined;
    isBusy.current = true;
    try {
      return await opening.mutateAsync({ asked, decision });
    } catch {
      return undefined;
    } finally {
      isBusy.current = false;
    }
  };
  return { open, isOpening: opening.isPending, problem: opening.error };
}
