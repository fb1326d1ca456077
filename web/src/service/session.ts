/**
 * Who is signed in, in this tab alone: two tabs may be two people, and closing the tab signs out. What is kept is a token
 * that expires by itself; under the page's content security policy no script from elsewhere could read it.
 */
export type Session = { token: string; person: { id: string; name: string } };

const KEY = 'sayso.session';
const listeners = new Set<() => void>();
let current: Session | null | undefined;

function stored(): Session | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
    return typeof found?.token === 'string' && typeof found.person?.id === 'string' ? found : null;
  } catch {
    return null;
  }
}

function store(next: Session | null): void {
  try {
    if (next === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing: signed in until the page is loaded again.
  }
}

export const session = {
  get: (): Session | null => (current === undefined ? (current = stored()) : current),
  /** `keep`: through a reload of the tab. A panel keeps nothing: whoever shows it says who is there. */
  set: (next: Session | null, { keep = true }: { keep?: boolean } = {}): void => {
    current = next;
    if (keep) store(next);
    for (const hear of listeners) hear();
  },
  subscribe: (hear: () => void): (() => void) => {
    listeners.add(hear);
    return () => listeners.delete(hear);
  },
};
