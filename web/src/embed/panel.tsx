/**
 * The side panel: the answer beside the conversation that a helpdesk shows. A common yes costs no click: its words are offered
 * to the reply, and when the agent sends them, the yes is recorded.
 */
import { useCallback, useEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { Button, NativeSelect, Text, Textarea } from '@mantine/core';
import { useCommands, useKeys } from '../app/commands.ts';
import { Loading, Problem } from '../app/states.tsx';
import { Findings, useFindings } from '../cases/findings.tsx';
import { changed, EMPTY, factsFor, isOfSame, requestOf } from '../desk/enquiry.ts';
import { Facts } from '../desk/facts.tsx';
import { IntoReply, isSayable, VerdictCard } from '../desk/verdict-card.tsx';
import { useOpening } from '../desk/use-opening.ts';
import { lookOf } from '../desk/verdict.ts';
import { queryClient, useContact, useLook } from '../service/calls.ts';
import { useFollow } from '../service/live.ts';
import { session } from '../service/session.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import { CaseInPanel } from './case-in-panel.tsx';
import {
  hearHost,
  isSame,
  originsIn,
  saysIt,
  type AboutContact,
  type Contact,
  type FromHost,
  type Host,
} from './protocol.ts';
import css from './embed.module.css';

type Opened = Extract<FromHost, { type: 'sayso:open' }>;

/** A conversation that is open, and what has become known of it. */
type Open = {
  opened: Opened;
  more: Opened['facts'];
  sent: { text: string } | undefined;
  /** What the agent is writing now. */
  draft: string;
};

/** Below that, whatever is found is a guess: the agent picks. */
const SURE = 0.5;

/** What a message makes of what is open. */
function heard(now: Open | undefined, message: FromHost): Open | undefined {
  if (message.type === 'sayso:open' && !isSame(now?.opened.conversation, message.conversation))
    return { opened: message, more: undefined, sent: undefined, draft: '' };
  if (!now || !isSame(now.opened.conversation, message.conversation)) return now;
  switch (message.type) {
    // Once more, with another token: what was told here since stays, and what the ticket said was heard.
    case 'sayso:open':
      return now;
    case 'sayso:facts':
      return { ...now, more: message.facts };
    case 'sayso:draft':
      return { ...now, draft: message.text };
    case 'sayso:sent':
      return { ...now, sent: { text: message.text } };
    case 'sayso:close':
      return undefined;
  }
}

/** A token that is refused within this time was never good, and the next one may be no better. */
const LASTS_MS = 60_000;
const MOST_WAIT_MS = 60_000;

/** Asks for another token where one is refused: at once where it had been good, and later and later where none is. */
function asksForTokens(ask: () => void): { given: () => void; stop: () => void } {
  let at = 0;
  let refused = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const unsubscribe = session.subscribe(() => {
    if (session.get() !== null) return;
    refused = Date.now() - at < LASTS_MS ? refused + 1 : 0;
    clearTimeout(waiting);
    waiting = setTimeout(ask, refused === 0 ? 0 : Math.min(MOST_WAIT_MS, 1000 * 2 ** refused));
  });
  return {
    given: () => {
      at = Date.now();
      clearTimeout(waiting);
    },
    stop: () => {
      clearTimeout(waiting);
      unsubscribe();
    },
  };
}

export function Panel() {
  const [open, hear] = useReducer(heard, undefined);
  const host = useRef<Host>(undefined);
  const frame = useRef<HTMLElement>(null);
  const who = useSyncExternalStore(session.subscribe, session.get);
  useKeys();
  useEffect(() => {
    let at: Contact | undefined;
    const helpdesk = hearHost(window, originsIn(document), (message) => {
      if (message.type === 'sayso:open') {
        const isAgain = isSame(at, message.conversation);
        at = message.conversation;
        // Whoever is there now sees nothing that another has looked at.
        if (!isAgain) queryClient.clear();
        tokens.given();
        session.set({ token: message.token, person: { id: '', name: '' } }, { keep: false });
        if (isAgain) void queryClient.invalidateQueries();
      } else if (message.type === 'sayso:close' && isSame(at, message.conversation)) at = undefined;
      // At once: a helpdesk may go on to the next conversation with the same click that sends a reply.
      flushSync(() => hear(message));
    });
    const tokens = asksForTokens(() => {
      if (at) helpdesk.send({ type: 'sayso:token-needed', conversation: at });
    });
    host.current = helpdesk;
    helpdesk.send({ type: 'sayso:ready', version: 1 });
    return () => {
      tokens.stop();
      helpdesk.stop();
    };
  }, []);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const grown = new ResizeObserver(() =>
      host.current?.send({ type: 'sayso:height', px: Math.ceil(element.getBoundingClientRect().height) }),
    );
    grown.observe(element);
    return () => grown.disconnect();
  }, []);
  const tell = useCallback(
    (conversation: Contact, message: AboutContact) =>
      host.current?.send({ ...message, conversation: { system: conversation.system, id: conversation.id } }),
    [],
  );
  return (
    <main ref={frame} className={css['panel']}>
      <h1 className="unseen">{words.embed.title}</h1>
      <div role="status">{open && who === null && <Text fz="sm">{words.embed.signedOut}</Text>}</div>
      {open ? (
        <Conversation
          key={`${open.opened.conversation.system}/${open.opened.conversation.id}`}
          open={open}
          tellHost={tell}
        />
      ) : (
        <Text c="dimmed" fz="sm" className={css['quiet']}>
          {window.parent === window ? words.embed.alone : words.embed.quiet}
        </Text>
      )}
    </main>
  );
}

type ConversationProps = { open: Open; tellHost: (conversation: Contact, message: AboutContact) => void };

function Conversation({ open, tellHost }: ConversationProps) {
  const { opened, draft } = open;
  const me = useLook('me.show', {});
  const { system, id } = opened.conversation;
  const cases = useContact({ system, id });
  useFollow(me.data?.person.id);
  // Shown as soon as it is stored: the list of the contact's cases comes a moment later.
  const [chosen, setChosen] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const all = cases.data?.cases ?? [];
  const shown = chosen ?? (all.findLast((one) => one.open) ?? all.at(-1))?.id;
  const show = (one: string): void => {
    setChosen(one);
    setAsking(false);
  };
  const tell = useCallback(
    (message: AboutContact) => tellHost({ system, id }, message),
    [tellHost, system, id],
  );
  const insert = useCallback(
    (text: string) => tell({ type: 'sayso:wording', text, verdict: '', insert: true }),
    [tell],
  );
  const failed = [me, cases].find(({ data, isError }) => isError && data === undefined);
  if (failed?.error) return <Problem error={failed.error} again={() => void failed.refetch()} />;
  if (!me.data || !cases.data) return <Loading />;
  return (
    <IntoReply value={insert}>
      <DraftCheck
        draft={draft}
        about={{ case: isAsking ? undefined : shown, language: opened.language }}
        put={(text) => tell({ type: 'sayso:reply', text })}
      />
      {shown === undefined || isAsking ? (
        <Asking open={open} isAnother={isAsking} tell={tell} stored={show} />
      ) : (
        <CaseInPanel key={shown} case={shown} />
      )}
      {shown !== undefined && (
        <nav className={css['others']} aria-label={words.embed.others}>
          {all
            .filter((one) => isAsking || one.id !== shown)
            .map((one) => (
              <Button key={one.id} size="compact-sm" variant="subtle" onClick={() => show(one.id)}>
                {`${labelOf(one.request.type)} · ${words.stages[one.stage as keyof typeof words.stages] ?? one.stage}`}
              </Button>
            ))}
          {!isAsking && (
            <Button size="compact-sm" variant="subtle" onClick={() => setAsking(true)}>
              {words.embed.another}
            </Button>
          )}
        </nav>
      )}
    </IntoReply>
  );
}

type DraftProps = {
  draft: string;
  about: Parameters<typeof useFindings>[1];
  put: (text: string) => void;
};

/** Nothing stands here while the draft reads well. */
function DraftCheck({ draft, about, put }: DraftProps) {
  const { findings } = useFindings(draft, about);
  if (findings.length === 0) return null;
  return (
    <section className="card" aria-labelledby="draft">
      <h2 id="draft" className="eyebrow">
        {words.embed.draft}
      </h2>
      <Findings text={draft} findings={findings} put={put} />
    </section>
  );
}

type AskingProps = {
  open: Open;
  /** Something was asked in this conversation before: what the ticket says, and what was sent, is about that. */
  isAnother: boolean;
  tell: (message: AboutContact) => void;
  stored: (id: string) => void;
};

function Asking({ open: { opened, more, sent: last }, isAnother, tell, stored }: AskingProps) {
  const [enquiry, change] = useReducer(changed, {
    ...EMPTY,
    words: isAnother ? '' : (opened.words ?? ''),
    customer: opened.customer ?? '',
    subject: opened.subject ?? '',
    need: isAnother ? null : (opened.need ?? null),
    facts: opened.facts ?? {},
  });
  const [before] = useState(isAnother ? last : undefined);
  const sent = last === before ? undefined : last;
  const sought = enquiry.words.trim();
  const found = useLook('find', sought === '' ? undefined : { words: sought, most: 5 });
  const types = useLook('type.list', {});
  const best = found.data?.found[0];
  useEffect(() => {
    if (enquiry.type === null && best && best.score >= SURE)
      change({ do: 'choose', type: best.type, facts: best.facts });
  }, [best, enquiry.type]);
  useEffect(() => {
    for (const [fact, value] of Object.entries(more ?? {})) change({ do: 'tell', fact, value });
  }, [more]);
  const request = useMemo(() => requestOf(enquiry, opened.language), [enquiry, opened.language]);
  const decided = useLook('decide', request && { request }, { keep: isOfSame(request) });
  const decision = request ? decided.data : undefined;
  const action = decision ? lookOf(decision).action : null;
  const { open, isOpening, problem } = useOpening();
  const act = async (): Promise<void> => {
    // Something has to be found out or done first.
    if (!request || !decision || action === null || decided.isPlaceholderData) return;
    const { conversation } = opened;
    const said = enquiry.words.trim();
    const done = await open({ request, conversation, ...(said !== '' && { words: said }) }, decision);
    if (!done) return;
    tell({ type: 'sayso:stored', case: done.case.id, stage: done.case.stage });
    stored(done.case.id);
  };
  useCommands([{ id: 'act', group: 'Do', label: words.desk.act, keys: 'mod+Enter', run: () => void act() }]);
  // What can be said is offered to the reply by itself; nothing happens unless the agent sends it.
  const sayable =
    decision && isSayable(decision) && !decided.isPlaceholderData
      ? { text: decision.say, verdict: decision.verdict }
      : undefined;
  const offered = JSON.stringify(sayable);
  useEffect(() => {
    if (sayable) tell({ type: 'sayso:wording', ...sayable, insert: false });
  }, [offered, tell]);
  const isSaid = sent !== undefined && decision !== undefined && saysIt(sent.text, decision.say);
  const isReady =
    decision?.verdict === 'grant' && decision.obligations.every(({ when, done }) => when === 'after' || done);
  const recorded = useRef<typeof sent>(undefined);
  useEffect(() => {
    // Once for each reply that was sent, as soon as it is known what it says.
    if (!isSaid || !isReady || decided.isPlaceholderData || recorded.current === sent) return;
    recorded.current = sent;
    void act();
  }, [sent, isSaid, isReady, decided.isPlaceholderData]);
  // What the reply says does not tell whether it was a yes, or whether what comes before it was done: the agent does.
  const isAsked =
    sent &&
    decision?.verdict === 'grant' &&
    action !== null &&
    !isOpening &&
    !(isSaid && isReady && !problem);
  return (
    <>
      {isAnother && (
        <Textarea
          label={words.desk.wordsLabel}
          size="xs"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={2000}
          value={enquiry.words}
          onChange={(event) => change({ do: 'write', words: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        label={words.embed.kind}
        size="xs"
        value={enquiry.type ?? ''}
        onChange={(event) => {
          const type = event.currentTarget.value;
          if (type !== '') change({ do: 'choose', type, facts: factsFor(type, found.data?.found) });
        }}
        data={[
          { value: '', label: words.desk.other },
          ...(types.data?.types ?? []).map(({ type, label }) => ({ value: type, label })),
        ]}
      />
      {decided.isError && <Problem error={decided.error} again={() => void decided.refetch()} />}
      {problem !== null && <Problem error={problem} />}
      {enquiry.type !== null && (
        <Facts enquiry={enquiry} change={change} decision={decision} isCompact isBeside />
      )}
      {decision && (
        <div aria-live="polite">
          <VerdictCard
            decision={decision}
            action={action}
            isLooking={decided.isFetching}
            isStale={decided.isPlaceholderData}
            isActing={isOpening}
            act={() => void act()}
            tellDone={(fact) => change({ do: 'tell', fact, value: true })}
          />
        </div>
      )}
      {isAsked && (
        <div className="card">
          <p className={css['ask']}>{isSaid && !isReady ? words.embed.saidBefore : words.embed.said}</p>
          <Button size="compact-sm" onClick={() => void act()}>
            {words.embed.record}
          </Button>
        </div>
      )}
    </>
  );
}
