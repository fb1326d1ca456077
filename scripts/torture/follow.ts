/** Follows a ledger live, as who looks at a screen does, and notes what is told. */
import type { Live } from '../../src/shell/live.ts';

export type Told = {
  organization: string;
  /** Up to where it was told. */
  last: number;
  /** How many entries came twice, late or not at all. */
  wrong: number;
};

/**
 * Follows an organization from its beginning.
 * @param hear is told of where it is, whenever there was something new
 */
export async function follow(live: Live, organization: string, hear: (told: Told) => void): Promise<void> {
  const told: Told = { organization, last: 0, wrong: 0 };
  let isNew = false;
  await live.follow(organization, 0, ({ sequence }) => {
    if (sequence !== told.last + 1) told.wrong += 1;
    told.last = sequence;
    if (isNew) return;
    isNew = true;
    setImmediate(() => {
      isNew = false;
      hear(told);
    });
  });
}
