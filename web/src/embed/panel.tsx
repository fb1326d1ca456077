/**
 * The side panel: the answer beside the conversation that a helpdesk shows. A common yes costs no click: its words are offered
 * to the reply, and when the agent sends them, the yes is recorded.
 */
import { useCallback, useEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from 'react';
import { Button, NativeSelect, Text } from '@mantine/core';
import { useCommands, useKeys } from '../app/commands.ts';
import { Problem } from '../app/states.tsx';
import { Findings, useFindings } from '../cases/findings.tsx';
import { changed, EMPTY, factsFor, requestOf } from '../desk/enquiry.ts';
import { Facts } from '../desk/facts.tsx';
import { IntoReply, isSayable, VerdictCard } from '../desk/verdict-card.tsx';
import { useOpening } from '../desk/use-opening.ts';
import { lookOf } from '../desk/verdict.ts';
import { queryClient, useLook } from '../service/calls.ts';
import { useFollow } from '../service/live.ts';
import { session } from '../service/session.ts';
import { words } from '../words/words.ts';
import { CaseInPanel } from './case-in-panel.tsx';
import { hearHost, originsIn, saysIt, type FromHost, type Host } from './protocol.ts';
import css from './embed.module.css';

type Opened = Extract<FromHost, { type: 'sayso:open' }>;

/** Below that, whatever is found is a guess: the agent picks. */
const SURE = 0.5;

export function Panel() {
  const [opened, setOpened] = useState<Opened>();
  const [sent, setSent] = useState<{ text: string }>();
  const [draft, setDraft] = useState('');
  const [more, setMore] = useState<Extract<FromHost, { type: 'sayso:facts' }>>();
  const host = useRef<Host>(undefined);
  const frame = useRef<HTMLElement>(null);
  const who = useSyncExternalStore(session.subscribe, session.get);
  useKeys();
  useEffect(() => {
    const heard = hearHost(window, originsIn(document), (message) => {
      if (message.type === 'sayso:sent') setSent({ text: message.text });
      else if (message.type === 'sayso:draft') setDraft(message.text);
      else if (message.type === 'sayso:facts') setMore(message);
      else {
        queryClient.clear();
        session.set({ token: message.token, person: { id: '', name: '' } }, { keep: false });
        setSent(undefined);
        setDraft('');
        setMore(undefined);
        setOpened(message);
      }
    });
    host.current = heard;
    heard.send({ type: 'sayso:ready', version: 1 });
    const stop = session.subscribe(() => {
      if (session.get() === null) heard.send({ type: 'sayso:token-needed' });
    });
    return () => {
      stop();
      heard.stop();
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
  const tell = useCallback<Host['send']>((message) => host.current?.send(message), []);
  return (
    <main ref={frame} className={css['panel']}>
      <h1 className="unseen">{words.embed.title}</h1>
      <div role="status">{opened && who === null && <Text fz="sm">{words.embed.signedOut}</Text>}</div>
      {opened ? (
        <Conversation
          key={`${opened.conversation.system}/${opened.conversation.id}`}
          opened={opened}
          more={more?.facts}
          sent={sent}
          draft={draft}
          tell={tell}
        />
      ) : (
        <Text c="dimmed" fz="sm" className={css['quiet']}>
          {window.parent === window ? words.embed.alone : words.embed.quiet}
        </Text>
      )}
    </main>
  );
}

type Props = {
  opened: Opened;
  more: Opened['facts'];
  sent: { text: string } | undefined;
  /** What the agent is writing now. */
  draft: string;
  tell: Host['send'];
};

function Conversation({ opened, more, sent, draft, tell }: Props) {
  const me = useLook('me.show', {});
  const { system, id } = opened.conversation;
  const cases = useLook('conversation.find', { system, id });
  useFollow(me.data?.person.id ?? '');
  const latest = cases.data?.cases.findLast((one) => one.open) ?? cases.data?.cases.at(-1);
  const insert = useCallback(
    (text: string) => tell({ type: 'sayso:wording', text, verdict: '', insert: true }),
    [tell],
  );
  if (me.isPending || cases.isPending) return null;
  if (me.isError) return <Problem error={me.error} again={() => void me.refetch()} />;
  return (
    <IntoReply value={insert}>
      <DraftCheck
        draft={draft}
        about={{ case: latest?.id, language: opened.language }}
        put={(text) => tell({ type: 'sayso:reply', text })}
      />
      {latest ? (
        <CaseInPanel case={latest.id} />
      ) : (
        <Asking opened={opened} more={more} sent={sent} tell={tell} stored={() => void cases.refetch()} />
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

type AskingProps = Omit<Props, 'draft'> & { stored: () => void };

function Asking({ opened, more, sent, tell, stored }: AskingProps) {
  const [enquiry, change] = useReducer(changed, {
    ...EMPTY,
    words: opened.words ?? '',
    customer: opened.customer ?? '',
    subject: opened.subject ?? '',
    need: opened.need ?? null,
    facts: opened.facts ?? {},
  });
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
  const decided = useLook('decide', request && { request }, { keep: true });
  const decision = request ? decided.data : undefined;
  const action = decision ? lookOf(decision).action : null;
  const { open, isOpening, problem } = useOpening();
  const act = async (): Promise<void> => {
    // Something has to be found out or done first.
    if (!request || !decision || action === null) return;
    const { conversation, words: said } = opened;
    const done = await open({ request, conversation, ...(said !== undefined && { words: said }) }, decision);
    if (!done) return;
    tell({ type: 'sayso:stored', case: done.case.id, stage: done.case.stage });
    stored();
  };
  useCommands(
    [{ id: 'act', group: 'Do', label: words.desk.act, keys: 'mod+Enter', run: () => void act() }],
    [enquiry, decision],
  );
  // What can be said is offered to the reply by itself; nothing happens unless the agent sends it.
  useEffect(() => {
    if (decision && isSayable(decision))
      tell({ type: 'sayso:wording', text: decision.say, verdict: decision.verdict, insert: false });
  }, [decision, tell]);
  const isSaid = sent !== undefined && decision !== undefined && saysIt(sent.text, decision.say);
  const isReady =
    decision?.verdict === 'grant' && decision.obligations.every(({ when, done }) => when === 'after' || done);
  useEffect(() => {
    if (isSaid && isReady) void act();
    // Once for each reply that was sent.
  }, [sent]);
  return (
    <>
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
            isActing={isOpening}
            act={() => void act()}
            tellDone={(fact) => change({ do: 'tell', fact, value: true })}
          />
        </div>
      )}
      {sent && decision?.verdict === 'grant' && action !== null && !isSaid && !isOpening && (
        <div className="card">
          <p className={css['ask']}>{words.embed.said}</p>
          <Button size="compact-sm" onClick={() => void act()}>
            {words.embed.record}
          </Button>
        </div>
      )}
    </>
  );
}
