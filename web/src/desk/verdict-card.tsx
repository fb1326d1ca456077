/** The answer: one sentence, one next action, what to say, why, and what can be offered instead. */
import { createContext, useContext } from 'react';
import { Button, CopyButton, Title } from '@mantine/core';
import { IconArrowRight, IconCheck, IconHelp, IconUser, IconX } from '@tabler/icons-react';
import { keyCaps } from '../app/commands.ts';
import { Empty, Loading } from '../app/states.tsx';
import type { Output } from '../service/calls.ts';
import { amountWords, timeWords } from '../words/format.ts';
import { words } from '../words/words.ts';
import { lookOf, type Tone } from './verdict.ts';
import css from './verdict.module.css';

type Decision = Output<'decide'>;
type Props = {
  decision: Decision | undefined;
  /** What can be done next; null: nothing by this reader. */
  action: string | null;
  isLooking: boolean;
  isActing: boolean;
  act: () => void;
};

const ICONS: Readonly<Record<Tone, typeof IconCheck>> = {
  yes: IconCheck,
  who: IconUser,
  ask: IconHelp,
  no: IconX,
};

export function VerdictCard({ decision, action, isLooking, isActing, act }: Props) {
  if (!decision)
    return (
      <div className="card">
        {isLooking ? <Loading /> : <Empty title={words.desk.emptyTitle}>{words.desk.emptyText}</Empty>}
      </div>
    );
  const { tone, title } = lookOf(decision);
  const Icon = ICONS[tone];
  return (
    <article className={css['card']} data-tone={tone} data-verdict={decision.verdict}>
      <header className={css['head']}>
        <span className={css['icon']} aria-hidden>
          <Icon size={20} stroke={2.2} />
        </span>
        <Title order={2} fz={21} className={css['title']}>
          {title}
        </Title>
      </header>
      <Limits decision={decision} />
      <Who decision={decision} />
      {action !== null && (
        <Button onClick={act} loading={isActing} rightSection={<IconArrowRight size={16} aria-hidden />}>
          {action}
          <kbd className={css['key']}>{keyCaps('mod+Enter').join(' ')}</kbd>
        </Button>
      )}
      {isSayable(decision) && <Say text={decision.say} />}
      <Instead decision={decision} />
      <Obligations decision={decision} />
      <Why decision={decision} />
    </article>
  );
}

/** A no is said when it is sure, and not before; a question, when it is the customer who knows. */
export const isSayable = ({ verdict, decline, missing }: Decision): boolean => {
  if (verdict === 'ask') return missing.some(({ ask }) => ask !== undefined);
  return verdict !== 'decline' || decline?.at_once === true;
};

function Limits({ decision: { headroom, usual, unit, verdict } }: { decision: Decision }) {
  const parts = [
    ...(headroom !== null && unit !== undefined && Number(headroom) > 0
      ? [words.verdict.limit(amountWords(headroom, unit))]
      : []),
    ...(usual === undefined ? [] : [words.verdict.usual(amountWords(usual, unit))]),
  ];
  if (parts.length === 0 || verdict === 'ask') return null;
  return <p className={css['limits']}>{parts.join(' · ')}</p>;
}

function Who({ decision }: { decision: Decision }) {
  const { verdict, who, who_total: total, consult, agree } = decision;
  if (verdict !== 'handoff' && verdict !== 'consult') return null;
  const [first] = verdict === 'consult' ? (consult?.people ?? []) : (agree?.people ?? who);
  if (!first) return null;
  const where =
    first.away_until === undefined
      ? first.off_duty
        ? words.verdict.offDuty
        : words.verdict.there
      : words.verdict.awayUntil(timeWords(first.away_until));
  const more = total - 1;
  return (
    <div className={css['who']}>
      <strong>{first.name}</strong>
      {` · ${[first.role ?? first.grade, where].filter(Boolean).join(' · ')}`}
      {more > 0 && <span className={css['quiet']}>{` · ${words.verdict.others(more)}`}</span>}
      {more > 0 && (
        <details className={css['others']}>
          <summary>{words.verdict.whoElse}</summary>
          <ul className={css['list']}>
            {who.slice(1).map((one) => (
              <li key={one.id}>
                {[one.name, one.role ?? one.grade, one.off_duty && words.verdict.offDuty]
                  .filter(Boolean)
                  .join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Where words for the customer go beside the clipboard: into the reply of a helpdesk. */
export const IntoReply = createContext<((text: string) => void) | undefined>(undefined);

/** Words for the customer, to be copied, or put into the reply. */
export function Say({ text }: { text: string }) {
  const insert = useContext(IntoReply);
  return (
    <div className={css['say']}>
      <h3 className="eyebrow">{words.verdict.say}</h3>
      <p>{text}</p>
      {insert ? (
        <Button size="compact-sm" variant="default" onClick={() => insert(text)}>
          {words.verdict.insert}
        </Button>
      ) : (
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy} aria-live="polite">
              {copied ? words.verdict.copied : words.verdict.copy}
            </Button>
          )}
        </CopyButton>
      )}
    </div>
  );
}

function Instead({ decision: { alternatives } }: { decision: Decision }) {
  if (alternatives.length === 0) return null;
  return (
    <section>
      <h3 className="eyebrow">{words.verdict.instead}</h3>
      <ul className={css['list']}>
        {alternatives.map(({ name, say }) => (
          <li key={name}>{say}</li>
        ))}
      </ul>
    </section>
  );
}

function Obligations({ decision: { obligations } }: { decision: Decision }) {
  const part = (when: 'before' | 'after') => {
    const list = obligations.filter((one) => one.when === when);
    if (list.length === 0) return null;
    return (
      <section>
        <h3 className="eyebrow">{words.verdict[when]}</h3>
        <ul className={css['list']}>
          {list.map(({ name, do: what, done }) => (
            <li key={name}>
              {what ?? name}
              {done === true && <span className={css['quiet']}>{` · ${words.verdict.done}`}</span>}
            </li>
          ))}
        </ul>
      </section>
    );
  };
  return (
    <>
      {part('before')}
      {part('after')}
    </>
  );
}

function Why({ decision: { reasons, rule } }: { decision: Decision }) {
  return (
    <details className={css['why']}>
      <summary>{words.verdict.why}</summary>
      {rule !== null && <p className={css['rule']}>{rule}</p>}
      <ul className={css['list']}>
        {reasons.map((reason) => (
          <li key={reason.rule}>
            <code>{reason.rule}</code> {words.verdict.outcome[reason.outcome]}
            {reason.comparisons?.map(({ comparison, value }) => (
              <span
                key={comparison}
                className={css['quiet']}
              >{` · ${comparison}: ${value ? '✓' : '✗'}`}</span>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
