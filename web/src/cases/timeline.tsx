/** What happened, in order, a sentence each; who did it is told apart in words, not by color alone. */
import { IconClock, IconMessage, IconRobot, IconUser, type Icon } from '@tabler/icons-react';
import { Loading, More, Problem } from '../app/states.tsx';
import { usePages, type Output } from '../service/calls.ts';
import { withRuleWords } from '../words/conditions.ts';
import { clockHere, timeWords } from '../words/format.ts';
import { words } from '../words/words.ts';
import css from './cases.module.css';

type Happened = Output<'case.record'>['happened'][number];

/** What says nothing to people. */
const QUIET: ReadonlySet<string> = new Set(['delivered', 'promise settled', 'standing found']);

const ICONS: Readonly<Record<Happened['by']['kind'], Icon>> = {
  person: IconUser,
  ai: IconRobot,
  customer: IconMessage,
  sayso: IconClock,
};

export function Timeline({ case: id }: { case: string }) {
  const record = usePages('case.record', { case: id, ...clockHere(), most: 100 }, ({ happened }) => happened);
  const shown = record.items.filter(({ kind }) => !QUIET.has(kind));
  return (
    <section className="card" aria-labelledby="record">
      <h2 id="record" className="eyebrow">
        {words.cases.record}
      </h2>
      {record.isPending && <Loading />}
      {record.error && <Problem error={record.error} again={record.again} />}
      <ol className={css['timeline']}>
        {shown.map((happened) => {
          const Sign = ICONS[happened.by.kind];
          return (
            <li key={happened.sequence} data-kind={happened.kind}>
              <Sign size={15} aria-hidden />
              <span>
                {withRuleWords(happened.says)}
                {happened.by.kind === 'ai' && <span className={css['badge']}>{words.signIn.ai}</span>}
              </span>
              <time dateTime={happened.at}>{timeWords(happened.at)}</time>
            </li>
          );
        })}
      </ol>
      <More {...record} />
    </section>
  );
}
