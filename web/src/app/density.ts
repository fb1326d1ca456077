/** How close things stand: comfortable, or compact for whoever wants more on a screen. Kept in the browser. */
const KEY = 'sayso.compact';

export const density = {
  isCompact: (): boolean => localStorage.getItem(KEY) !== null,
  set: (compact: boolean): void => {
    if (compact) localStorage.setItem(KEY, '1');
    else localStorage.removeItem(KEY);
    density.show();
  },
  /** Says so to the styles. */
  show: (): void => {
    document.documentElement.dataset['density'] = density.isCompact() ? 'compact' : 'comfortable';
  },
};
