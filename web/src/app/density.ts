/** How close things stand: comfortable, or compact for whoever wants more on a screen. */
import { settingOf } from './setting.ts';

const compact = settingOf('sayso.compact');

export const density = {
  isCompact: compact.isOn,
  set: (isCompact: boolean): void => {
    compact.set(isCompact);
    density.show();
  },
  /** Says so to the styles. */
  show: (): void => {
    document.documentElement.dataset['density'] = compact.isOn() ? 'compact' : 'comfortable';
  },
};
