/** What stands around every screen: where one can go, whether it is live, who one is. */
import { useEffect, useState } from 'react';
import { Link, Outlet, useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { session } from '../service/session.ts';
import { useFollow, useLive } from '../service/live.ts';
import { useInbox, useLook } from '../service/calls.ts';
import { words } from '../words/words.ts';
import { keyCaps, useCommands, useKeys } from './commands.ts';
import { KeySheet } from './key-sheet.tsx';
import { Me } from './me.tsx';
import { Palette, usePalette } from './palette.tsx';
import { UndoBar } from './undo.tsx';
import css from './frame.module.css';

export function Frame() {
  const me = session.get();
  useFollow(me?.person.id);
  useKeys();
  const navigate = useNavigate();
  const palette = usePalette();
  const [keySheet, setKeySheet] = useState(false);
  const inbox = useInbox();
  const waiting = inbox.items.length;
  const reviews = useLook('review.mine', {}).data?.reviews.length ?? 0;
  useCommands([
    {
      id: 'go-desk',
      group: 'Go',
      label: words.nav.desk,
      keys: 'g d',
      run: () => void navigate({ to: '/' }),
    },
    {
      id: 'go-cases',
      group: 'Go',
      label: words.cases.mine,
      keys: 'g c',
      run: () => void navigate({ to: '/cases' }),
    },
    {
      id: 'go-inbox',
      group: 'Go',
      label: words.nav.inbox,
      keys: 'g i',
      run: () => void navigate({ to: '/inbox' }),
    },
    {
      id: 'go-reviews',
      group: 'Go',
      label: words.nav.reviews,
      keys: 'g r',
      run: () => void navigate({ to: '/reviews' }),
    },
    {
      id: 'go-remit',
      group: 'Go',
      label: words.nav.remit,
      keys: 'g m',
      run: () => void navigate({ to: '/remit' }),
    },
    { id: 'keys', group: 'Go', label: words.keys.open, keys: '?', run: () => setKeySheet(true) },
    { id: 'palette', group: 'Go', label: words.nav.search, keys: 'mod+k', run: palette.open },
  ]);
  useWayBack();
  useTitle();
  usePlace();
  return (
    <div className={css['frame']}>
      <a className="skip" href="#content">
        {words.nav.skip}
      </a>
      <header className={css['bar']}>
        <Link to="/" className={css['logo']} aria-label="sayso">
          say<b>so</b>
        </Link>
        <nav aria-label={words.nav.label} className={css['nav']}>
          <Link to="/" activeOptions={{ exact: true }} className={css['link']}>
            {words.nav.desk}
          </Link>
          <Link to="/cases" activeOptions={{ exact: true }} className={`${css['link']} ${css['narrow']}`}>
            {words.nav.cases}
          </Link>
          <Link to="/inbox" className={css['link']}>
            {words.nav.inbox}
            {waiting > 0 && (
              <span className={css['count']}>{inbox.more ? words.nav.atLeast(waiting) : waiting}</span>
            )}
          </Link>
          <Link to="/remit" className={css['link']}>
            {words.nav.remit}
          </Link>
          {reviews > 0 && (
            <Link to="/reviews" className={css['link']}>
              {words.nav.reviews}
              <span className={css['count']}>{reviews}</span>
            </Link>
          )}
        </nav>
        <button type="button" className={css['search']} onClick={palette.open}>
          <IconSearch size={16} aria-hidden />
          <span>{words.nav.search}</span>
          <kbd aria-hidden>{keyCaps('mod+k').join(' ')}</kbd>
        </button>
        <LiveDot />
        <Me />
      </header>
      <Lost />
      <main id="content" className={css['content']} tabIndex={-1}>
        <Outlet />
        <Palette state={palette} />
        <KeySheet isOpen={keySheet} close={() => setKeySheet(false)} />
        <UndoBar />
      </main>
    </div>
  );
}

function LiveDot() {
  const live = useLive();
  return (
    <span className={css['live']} data-state={live} role="status">
      <span className={css['dot']} aria-hidden />
      {words.live[live]}
    </span>
  );
}

/** Nothing comes any more: what stands here may be out of date. */
function Lost() {
  const live = useLive();
  return (
    <div role="status" className={css['lost']}>
      {live === 'reconnecting' && words.live.lost}
    </div>
  );
}

/** Esc leads back: from a question to those that wait, from a review to the others, else to the desk. */
function useWayBack(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const navigate = useNavigate();
  const isWide = useMediaQuery('(min-width: 900px)', undefined, { getInitialValueInEffect: false });
  const { nav, keys } = words;
  const [to, label] =
    path.startsWith('/inbox/') && !isWide
      ? (['/inbox', nav.inbox] as const)
      : path.endsWith('/review')
        ? (['/reviews', nav.reviews] as const)
        : (['/', nav.desk] as const);
  useCommands(
    path === '/'
      ? []
      : [
          {
            id: 'back',
            group: 'Go',
            label: keys.back(label),
            keys: 'Escape',
            run: () => void navigate({ to }),
          },
        ],
  );
}

/** Elsewhere on the page the keyboard begins at what is there: a button that led here is gone, and nobody is left nowhere. */
function usePlace(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged }) => {
        if (pathChanged && document.activeElement === document.body)
          document.querySelector<HTMLElement>('#content')?.focus();
      }),
    [router],
  );
}

/** The document is called as its heading is, which may come later, and change. */
function useTitle(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    const call = (): void => {
      const heading = document.querySelector('h1')?.textContent;
      const title = heading === undefined || heading === null ? 'Sayso' : `${heading} · Sayso`;
      if (document.title !== title) document.title = title;
    };
    call();
    const content = document.querySelector('#content');
    if (!content) return undefined;
    const changes = new MutationObserver(call);
    changes.observe(content, { childList: true, characterData: true, subtree: true });
    return () => changes.disconnect();
  }, [path]);
}
