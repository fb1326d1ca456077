/** The answer: one sentence, one next action, what to say, why, and what can be offered instead. */
import { createContext, useContext, type ReactNode } from 'react';
import { Button, CopyButton, Title } from '@mantine/core';
import { IconArrowRight, IconCheck, IconHelp, IconUser, IconX } from '@tabler/icons-react';
import { keyCaps } from '../app/commands.ts';
import { Empty, Loading } from '../app/states.tsx';
import type { Output } from '../service/calls.ts';
import { conditionWords, ruleWords } from '../words/conditions.ts';
import { amountWords, dayWords, timeWords } from '../words/format.ts';
import { labelOf, plainly } from '../words/shown.ts';
import { words } from '../words/words.ts';
import { decidesAlone, isHeldUp, lookOf, type Tone } from './verdict.ts';
import css from './verdict.module.css';

type Decision = Output<'decide'>;
type Props = {
  decision: Decision | undefined;
  /** What can be done next; null: nothing by this reader. */
  action: string | null;
  isLooking: boolean;
  /** What stands here is of a moment ago: it is neither copied nor acted on. */
  isStale?: boolean;
  isActing: boolean;
  act: () => void;
  /** Offers an alternative to the customer, by its name; left out: its words are handed on by whoever serves. */
  offer?: (name: string) => void;
  /** Says that what had to be done is done, by the fact that shows it; left out: nobody here can say so. */
  tellDone?: (fact: string) => void;
  /** What else can be done, more quietly. */
  beside?: ReactNode;
};

const ICONS: Readonly<Record<Tone, typeof IconCheck>> = {
  yes: IconCheck,
  who: IconUser,
  ask: IconHelp,
  no: IconX,
};

export function VerdictCard({
  decision,
  action,
  isLooking,
  isStale = false,
  isActing,
  act,
  offer,
  tellDone,
  beside,
}: Props) {
  if (!decision)
    return (
      <div className="card">
        {isLooking ? <Loading /> : <Empty title={words.desk.emptyTitle}>{words.desk.emptyText}</Empty>}
      </div>
    );
  const { tone, title } = lookOf(decision);
  const Icon = ICONS[tone];
  const before = <Obligations decision={decision} when="before" tellDone={tellDone} />;
  return (
    <article
      className={css['card']}
      data-tone={tone}
      data-verdict={decision.verdict}
      data-stale={isStale || undefined}
      aria-busy={isStale}
    >
      <header className={css['head']}>
        <span className={css['icon']} aria-hidden>
          <Icon size={20} stroke={2.2} />
        </span>
        <Title order={2} fz={21} className={css['title']}>
          {title}
        </Title>
      </header>
      <Limits decision={decision} />
      {decision.verdict === 'ask' && (
        <p className={css['limits']}>
          {words.verdict.finds(decision.missing.map(({ fact }) => labelOf(fact).toLowerCase()).join(', '))}
        </p>
      )}
      <Who decision={decision} />
      {isHeldUp(decision) && before}
      {action !== null && (
        <Button onClick={act} loading={isActing} rightSection={<IconArrowRight size={16} aria-hidden />}>
          {action}
          <kbd className={css['key']}>{keyCaps('mod+Enter').join(' ')}</kbd>
        </Button>
      )}
      {beside}
      {isSayable(decision) && <Say text={decision.say} />}
      <Instead decision={decision} offer={offer} />
      {!isHeldUp(decision) && before}
      <Obligations decision={decision} when="after" tellDone={tellDone} />
      <Why decision={decision} />
    </article>
  );
}

/** A yes is said once what comes before it is done, a no when it is sure, a question when it is the customer who knows. */
export const isSayable = (decision: Decision): boolean => {
  const { next_step: next, missing } = decision;
  if (next === 'find out') return missing.some(({ ask }) => ask !== undefined);
  return next !== 'do first' && next !== 'earn the no';
};

function Limits({ decision: { headroom, usual, unit, verdict, amount } }: { decision: Decision }) {
  const parts = [
    ...(headroom === 'unlimited' ? [words.verdict.noLimit] : []),
    ...(headroom !== null && unit !== undefined && Number(headroom) > 0
      ? [
          verdict === 'handoff' && amount !== undefined
            ? words.verdict.over(amountWords(headroom, unit), amountWords(amount, unit))
            : words.verdict.limit(amountWords(headroom, unit)),
        ]
      : []),
    ...(usual === undefined ? [] : [words.verdict.usual(amountWords(usual, unit))]),
  ];
  if (parts.length === 0 || verdict === 'ask') return null;
  return <p className={css['limits']}>{parts.join(' · ')}</p>;
}

function Who({ decision }: { decision: Decision }) {
  const { verdict, who, who_total: total, consult, agree } = decision;
  if ((verdict !== 'handoff' && verdict !== 'consult') || decidesAlone(decision)) return null;
  const [first] = verdict === 'consult' ? (consult?.people ?? []) : (agree?.people ?? who);
  if (!first) return null;
  const others = who.filter(({ id }) => id !== first.id);
  const more = total - 1;
  return (
    <div className={css['who']}>
      <strong>{first.name}</strong>
      {` · ${reachWords(first)}`}
      {decision.also && (
        <span className={css['quiet']}>
          {` · ${words.verdict.also(decision.also.units, decision.also.count)}`}
        </span>
      )}
      {more > 0 && others.length > 0 && (
        <details className={css['others']}>
          <summary>{words.verdict.others(more)}</summary>
          <ul className={css['list']}>
            {others.map((one) => (
              <li key={one.id}>
                {one.name}
                <span className={css['quiet']}>{` · ${reachWords(one)}`}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What they are here, whether they are there, and how they are reached. */
function reachWords({
  role,
  grade,
  away_until: away,
  off_duty: isOff,
  channel,
}: Decision['who'][number]): string {
  const { verdict } = words;
  const presence =
    away === undefined ? (isOff ? verdict.offDuty : verdict.there) : verdict.awayUntil(timeWords(away));
  const by =
    channel !== undefined && Object.hasOwn(verdict.by, channel)
      ? verdict.by[channel as keyof typeof verdict.by]
      : channel && verdict.byOther(channel);
  return [plainly(role ?? grade ?? ''), presence, by].filter(Boolean).join(' · ');
}

/** Where words for the customer go beside the clipboard: into the reply of a helpdesk. */
export const IntoReply = createContext<((text: string) => void) | undefined>(undefined);

/** Hands words on to the customer: into the reply where there is one, else by way of the clipboard. */
function HandOn({ text, about }: { text: string; about?: string }) {
  const insert = useContext(IntoReply);
  const label = (what: string): string | undefined => (about === undefined ? undefined : `${what}: ${about}`);
  if (insert)
    return (
      <Button
        size="compact-sm"
        variant="default"
        flex="none"
        aria-label={label(words.verdict.insert)}
        onClick={() => insert(text)}
      >
        {words.verdict.insert}
      </Button>
    );
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          aria-label={label(copied ? words.verdict.copied : words.verdict.copy)}
          onClick={copy}
          aria-live="polite"
        >
          {copied ? words.verdict.copied : words.verdict.copy}
        </Button>
      )}
    </CopyButton>
  );
}

/** Words for the customer. */
export const Say = ({ text }: { text: string }) => (
  <div className={css['say']}>
    <h3 className="eyebrow">{words.verdict.say}</h3>
    <p>{text}</p>
    <HandOn text={text} />
  </div>
);

type InsteadProps = { decision: Decision; offer?: Props['offer'] };

/** What can be offered: what is granted at once first, one press away, and apart, since only that can be promised. */
export function Instead({ decision: { alternatives }, offer }: InsteadProps) {
  const now = alternatives.filter(({ verdict }) => verdict === 'grant');
  const perhaps = alternatives.filter(({ verdict }) => verdict !== 'grant');
  return (
    <>
      {now.length > 0 && (
        <section>
          <h3 className="eyebrow">{words.verdict.instead}</h3>
          <ul className={css['offers']}>
            {now.map(({ name, say }) => (
              <li key={name}>
                <span>{say}</span>
                {offer ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    flex="none"
                    aria-label={words.verdict.offerIt(say)}
                    onClick={() => offer(name)}
                  >
                    {words.verdict.offer}
                  </Button>
                ) : (
                  <HandOn text={say} about={say} />
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {perhaps.length > 0 && (
        <section>
          <h3 className="eyebrow">{words.verdict.perhaps}</h3>
          <ul className={css['list']}>
            {perhaps.map(({ name, say }) => (
              <li key={name}>{say}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

type ObligationsProps = { decision: Decision; when: 'before' | 'after'; tellDone: Props['tellDone'] };

/** What goes with a yes. Where a fact shows it done, whoever did it says so here. */
function Obligations({ decision, when, tellDone }: ObligationsProps) {
  const list = decision.obligations.filter((one) => one.when === when);
  if (list.length === 0) return null;
  return (
    <section>
      <h3 className="eyebrow">{words.verdict[when]}</h3>
      <ul className={css['list']}>
        {list.map(({ name, do: what, done, shown_by: fact }) => (
          <li key={name}>
            {what ?? name}
            {done === true && <span className={css['quiet']}>{` · ${words.verdict.done}`}</span>}
            {done === false && fact !== undefined && tellDone && (
              <Button
                size="compact-sm"
                variant={when === 'before' && isHeldUp(decision) ? 'filled' : 'default'}
                className={css['done']}
                aria-label={words.verdict.isDone(what ?? name)}
                leftSection={<IconCheck size={13} aria-hidden />}
                onClick={() => tellDone(fact)}
              >
                {words.verdict.markDone}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What carries the answer, in two lines; all that was looked at on demand. */
function Why({ decision }: { decision: Decision }) {
  const { reasons, rule, nearest_change: nearest, decline } = decision;
  const settled = decline?.settled;
  const carrying = reasons.find((reason) => reason.rule === rule);
  const because = carrying?.comparisons
    ?.filter(({ value }) => value)
    .map(({ comparison }) => conditionWords(comparison))
    // What the rule is called already is not said once more.
    .filter((said) => !rule?.endsWith(`/${said}`));
  return (
    <section className={css['why']}>
      <h3 className="eyebrow">{words.verdict.why}</h3>
      {rule !== null && (
        <p className={css['rule']} title={rule}>
          {because && because.length > 0 ? (
            <>
              {because.join(' · ')} <span className={css['quiet']}>{`· ${ruleWords(rule)}`}</span>
            </>
          ) : decision.verdict === 'handoff' && !decidesAlone(decision) ? (
            words.verdict.theirs(ruleWords(rule))
          ) : (
            ruleWords(rule)
          )}
          {settled && ` · ${words.verdict.settled(settled.by, dayWords(settled.on))}`}
        </p>
      )}
      {nearest && (
        <p className={css['rule']}>
          {nearest.kind === 'limit'
            ? words.verdict.overLimit(conditionWords(nearest.comparison))
            : words.verdict.nearest(conditionWords(nearest.comparison))}
        </p>
      )}
      <details>
        <summary>{words.verdict.allRules(reasons.length)}</summary>
        <ul className={css['rules']}>
          {reasons.map((reason) => (
            <li key={reason.rule} data-outcome={reason.outcome} title={reason.rule}>
              <b>{ruleWords(reason.rule)}</b> <span className={css['quiet']}>{whyNot(reason)}</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** What a rule came to, in words: an outcome alone helps nobody. */
function whyNot({ outcome, because, comparisons = [], unknown = [] }: Decision['reasons'][number]): string {
  const { verdict } = words;
  if (outcome === 'unknown') return `${verdict.outcome.unknown}: ${unknown.map(labelOf).join(', ')}`;
  const so = comparisons.filter(({ value }) => value).map(({ comparison }) => conditionWords(comparison));
  const not = comparisons.filter(({ value }) => !value).map(({ comparison }) => conditionWords(comparison));
  if (outcome === 'holds') return [verdict.outcome.holds, ...so].join(' · ');
  if (not.length > 0) return not.map(verdict.notSo).join(' · ');
  return because !== undefined && Object.hasOwn(verdict.because, because)
    ? verdict.because[because as keyof typeof verdict.because]
    : verdict.outcome.fails;
}
