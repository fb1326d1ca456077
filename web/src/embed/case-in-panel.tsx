/** A case of the conversation that the helpdesk shows: where it stands, and what comes next. */
import { Button } from '@mantine/core';
import { Loading, Problem } from '../app/states.tsx';
import { NextStep } from '../cases/next-step.tsx';
import { PromiseClock } from '../cases/promise-clock.tsx';
import { useCase } from '../cases/use-case.ts';
import { useLook } from '../service/calls.ts';
import { words } from '../words/words.ts';
import css from './embed.module.css';

export function CaseInPanel({ case: id }: { case: string }) {
  const shown = useLook('case.show', { case: id });
  const { may, whyNot, start, running } = useCase(shown.data, id);
  if (!shown.data)
    return shown.isError ? <Problem error={shown.error} again={() => void shown.refetch()} /> : <Loading />;
  const { case: one } = shown.data;
  return (
    <>
      {running.isError && <Problem error={running.error} />}
      <div aria-live="polite" className={css['stack']}>
        <NextStep shown={shown.data} may={may} whyNot={whyNot} run={start} isRunning={running.isPending} />
      </div>
      {one.open && <PromiseClock due={one.promised} isYes={one.stage === 'granted'} />}
      <Button
        component="a"
        href={`/cases/${one.id}`}
        target="_blank"
        rel="noopener"
        size="compact-sm"
        variant="subtle"
        className={css['link']}
      >
        {words.embed.open}
      </Button>
    </>
  );
}
