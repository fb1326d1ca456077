/** The desk: what the customer wants, what has to be known, and the answer, beside one's own cases. */
import { useCallback, useRef } from 'react';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useCommands } from '../app/commands.ts';
import { Problem } from '../app/states.tsx';
import { announce } from '../app/undo.tsx';
import { MyCases } from '../cases/my-cases.tsx';
import { problemIn, useAct, useLook, type Output } from '../service/calls.ts';
import { tabName, useKept } from '../service/kept.ts';
import { words } from '../words/words.ts';
import { AnswerPeek } from './answer-peek.tsx';
import { Asked } from './asked.tsx';
import { changed, EMPTY, isOfSame, requestOf, type Change } from './enquiry.ts';
import { Facts } from './facts.tsx';
import { HistoryCard, OpenAlready } from './history-card.tsx';
import { useOpening } from './use-opening.ts';
import { VerdictCard } from './verdict-card.tsx';
import { commandsToBeDone, lookOf } from './verdict.ts';
import css from './desk.module.css';

const tab = tabName();

export function Desk() {
  const [enquiry, setEnquiry, begin] = useKept(`enquiry.${tab}`, EMPTY);
  const change = useCallback((next: Change) => setEnquiry((now) => changed(now, next)), [setEnquiry]);
  const navigate = useNavigate();
  const request = requestOf(enquiry);
  const decided = useLook('decide', request && { request }, { keep: isOfSame(request) });
  const { open, isOpening, problem } = useOpening();
  // In one pane the answer stands below: what is known already would only be in its way.
  const isSmall = useMediaQuery('(max-width: 899px)', undefined, { getInitialValueInEffect: false });
  const holding = useAct('case.hold');
  const resuming = useAct('case.resume');
  const answer = useRef<HTMLElement>(null);
  const decision = request ? decided.data : undefined;
  const isStale = decided.isPlaceholderData;

  /** A breath before an answer: the case is opened, a polite line goes out, and a clock of its own runs. */
  const hold = async (): Promise<void> => {
    const opened = await act('only open');
    if (!opened) return;
    const { id } = opened.case;
    await holding.mutateAsync({ case: id }).then(
      () => announce(words.actions.held, () => resuming.mutate({ case: id })),
      // Its case is there, and one may try again; that it is not held has to be said.
      (error: unknown) => announce(words.actions.notHeld(problemIn(error).message)),
    );
  };
  /** @param how without the next step it is only opened: for a breath, a word why, or another way to go on. */
  const act = async (how: 'with the next step' | 'only open'): Promise<Output<'case.open'> | undefined> => {
    if (!request || !decision) return undefined;
    // What is shown is what is done: nothing where it is of a moment ago, or something has to be found out first.
    if (how === 'with the next step' && (isStale || lookOf(decision).action === null)) return undefined;
    const said = enquiry.words.trim();
    const opened = await open(
      { request, ...(said !== '' && { words: said }) },
      how === 'with the next step' ? decision : undefined,
    );
    if (!opened) return undefined;
    begin(enquiry);
    void navigate({ to: '/cases/$case', params: { case: opened.case.id } });
    return opened;
  };
  /** What was written is gone, but for whoever did not mean it. */
  const anew = (): void => {
    if (enquiry === EMPTY) return;
    begin();
    announce(words.desk.cleared, () => change({ do: 'replace', by: enquiry }));
  };
  const tellDone = (fact: string): void => change({ do: 'tell', fact, value: true });
  useCommands([
    ...(decision ? commandsToBeDone(decision, tellDone) : []),
    {
      id: 'act',
      group: 'Do',
      label: words.desk.act,
      keys: 'mod+Enter',
      run: () => void act('with the next step'),
    },
    { id: 'open', group: 'Do', label: words.desk.open, keys: 'o', run: () => void act('only open') },
    ...(decision
      ? [{ id: 'hold', group: 'Do' as const, label: words.actions.hold, keys: 'h', run: () => void hold() }]
      : []),
    { id: 'anew', group: 'Do', label: words.desk.again, keys: 'n', run: anew },
  ]);
  return (
    <div className={css['panes']}>
      <aside className={css['mine']} aria-label={words.cases.mine}>
        <MyCases />
      </aside>
      <section className={css['ask']} aria-labelledby="desk-title">
        <Asked enquiry={enquiry} change={change} begin={anew} />
        {enquiry.type !== null && (
          <Facts enquiry={enquiry} change={change} decision={decision} isCompact={isSmall} />
        )}
      </section>
      <section ref={answer} className={css['answer']} aria-label={words.desk.answer}>
        {/* Its one sentence is told, and not all that stands below it. */}
        <p role="status" className="unseen">
          {decision && !isStale ? lookOf(decision).title : ''}
        </p>
        {isSmall && decision && <AnswerPeek decision={decision} answer={answer} />}
        <OpenAlready customer={enquiry.customer} type={enquiry.type} />
        {problem !== null && <Problem error={problem} />}
        {request && decided.isError && <Problem error={decided.error} again={() => void decided.refetch()} />}
        {!(request && decided.isError) && (
          <VerdictCard
            decision={decision}
            action={decision ? lookOf(decision).action : null}
            isLooking={request !== undefined && decided.isFetching}
            isStale={isStale}
            isActing={isOpening}
            act={() => void act('with the next step')}
            tellDone={tellDone}
            beside={
              <Button
                variant="subtle"
                size="compact-sm"
                className="flush"
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
