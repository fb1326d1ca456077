/** The desk: what the customer wants, what has to be known, and the answer, beside one's own cases. */
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useCommands } from '../app/commands.ts';
import { Problem } from '../app/states.tsx';
import { MyCases } from '../cases/my-cases.tsx';
import { useAct, useLook, type Output } from '../service/calls.ts';
import { words } from '../words/words.ts';
import { Asked } from './asked.tsx';
import { requestOf } from './enquiry.ts';
import { Facts } from './facts.tsx';
import { HistoryCard } from './history-card.tsx';
import { useDraft } from './use-draft.ts';
import { VerdictCard } from './verdict-card.tsx';
import { commandsToBeDone, lookOf } from './verdict.ts';
import css from './desk.module.css';

export function Desk() {
  const [enquiry, change, begin] = useDraft();
  const navigate = useNavigate();
  const request = requestOf(enquiry);
  const decided = useLook('decide', request && { request }, { keep: true });
  const open = useAct('case.open');
  const decline = useAct('case.decline');
  // On a phone the answer stands below: what is known already would only be in its way.
  const isSmall = useMediaQuery('(max-width: 599px)', undefined, { getInitialValueInEffect: false });
  const [problem, setProblem] = useState<unknown>();
  const decision = request ? decided.data : undefined;

  const took = ({ case: { id } }: Output<'case.open'>): void => {
    begin();
    void navigate({ to: '/cases/$case', params: { case: id } });
  };
  /** @param how without the next step it is only opened: for a breath, a word why, or another way to go on. */
  const act = async (how: 'with the next step' | 'only open'): Promise<void> => {
    if (!request || !decision || open.isPending || decline.isPending) return;
    // What is shown is what is done; where it is of a moment ago, the service takes the step that is right.
    if (how === 'with the next step' && !decided.isPlaceholderData && lookOf(decision).action === null)
      return;
    setProblem(undefined);
    const isAct = how === 'with the next step';
    const isNo = decision.verdict === 'decline';
    try {
      const opened = await open.mutateAsync({
        request,
        ...(enquiry.words.trim() !== '' && { words: enquiry.words.trim() }),
        ...(isAct && !isNo && { at_once: true }),
      });
      // Where the no does not go through, its case shows what is left to do: it is not opened once more.
      if (isAct && isNo && decision.decline?.at_once)
        await decline.mutateAsync({ case: opened.case.id }).catch(() => undefined);
      took(opened);
    } catch (error) {
      setProblem(error);
    }
  };
  const tellDone = (fact: string): void => change({ do: 'tell', fact, value: true });
  useCommands(
    [
      ...(decision ? commandsToBeDone(decision, tellDone) : []),
      {
        id: 'act',
        group: 'Do',
        label: words.desk.act,
        keys: 'mod+Enter',
        run: () => void act('with the next step'),
      },
      { id: 'open', group: 'Do', label: words.desk.open, keys: 'o', run: () => void act('only open') },
      { id: 'anew', group: 'Do', label: words.desk.again, keys: 'n', run: begin },
    ],
    [enquiry, decision],
  );
  return (
    <div className={css['panes']}>
      <aside className={css['mine']} aria-label={words.cases.mine}>
        <MyCases />
      </aside>
      <section className={css['ask']} aria-labelledby="desk-title">
        <Asked enquiry={enquiry} change={change} begin={begin} />
        {enquiry.type !== null && (
          <Facts enquiry={enquiry} change={change} decision={decision} isCompact={isSmall} />
        )}
      </section>
      <section className={css['answer']} aria-label={words.desk.answer} aria-live="polite">
        {problem !== undefined && <Problem error={problem} />}
        {request && decided.isError && <Problem error={decided.error} again={() => void decided.refetch()} />}
        {!(request && decided.isError) && (
          <VerdictCard
            decision={decision}
            action={decision ? lookOf(decision).action : null}
            isLooking={request !== undefined && decided.isFetching}
            isActing={open.isPending || decline.isPending}
            act={() => void act('with the next step')}
            tellDone={tellDone}
            beside={
              <Button
                variant="subtle"
                size="compact-sm"
                className={css['only-open']}
                onClick={() => void act('only open')}
              >
                {words.desk.open}
              </Button>
            }
          />
        )}
        <HistoryCard customer={enquiry.customer} />
      </section>
    </div>
  );
}
