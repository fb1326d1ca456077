/** A setting of the page that is on or off, kept in the browser where that keeps anything. */
export function settingOf(key: string): { isOn: () => boolean; set: (on: boolean) => void } {
  let current: boolean | undefined;
  const stored = (): boolean => {
    try {
      return localStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  };
  return {
    isOn: () => (current ??= stored()),
    set: (on) => {
      current = on;
      try {
        if (on) localStorage.setItem(key, '1');
        else localStorage.removeItem(key);
      } catch {
        // It holds until the page is loaded again.
      }
    },
  };
}
