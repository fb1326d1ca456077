/** A case: where it stands, what comes next, and what happened. */
import { useParams } from '@tanstack/react-router';
import { Title } from '@mantine/core';
import { Loading, Problem } from '../app/states.tsx';
import { useLook } from '../service/calls.ts';
import { timeWords } from '../words/format.ts';
import { labelOf } from '../words/shown.ts';
import { PromiseClock } from './promise-clock.tsx';

export function CasePage() {
  const { case: id } = useParams({ strict: false }) as { case: string };
  const shown = useLook('case.show', { case: id });
  const record = useLook('case.record', { case: id });
  if (shown.isPending) return <Loading />;
  if (shown.isError) return <Problem error={shown.error} again={() => void shown.refetch()} />;
  const { case: one } = shown.data;
  return (
    <div className="card">
      <Title order={1}>{labelOf(one.request.type)}</Title>
      <p data-stage>{one.stage}</p>
      <PromiseClock due={one.promised} />
      <ol>
        {record.data?.happened.map(({ sequence, at, says }) => (
          <li key={sequence}>
            {timeWords(at)} {says}
          </li>
        ))}
      </ol>
    </div>
  );
}
