/** `sayso set-aside …`: what failed so often that it rests until somebody looks at it. */
import type { Command } from 'commander';
import { wallTime, UTC } from '../../core/words/time.ts';
import { tryEffectAgain } from '../../shell/outbox/outbox.ts';
import { listSetAside } from '../../shell/store/lists.ts';
import { tryTimerAgain } from '../../shell/timers/timers.ts';
import { withDatabaseOptions, withOrganization, type EngineOptions } from './engine.ts';
import { ANSWERED, print, printJson, refuse, type World } from './io.ts';

/** Adds `sayso set-aside list` and `again`. */
export function setAsideCommands(program: Command, world: World, done: (code: number) => void): void {
  const group = program
    .command('set-aside')
    .description('messages and timers that failed ten times and rest until somebody looks at them')
    .helpCommand(false);
  withDatabaseOptions(
    group.command('list').description('what rests, and why').option('--json', 'print JSON'),
  ).action(async (options: EngineOptions) => done(await list(world, options)));
  withDatabaseOptions(
    group.command('again <id>').description('try one of them again').option('--json', 'print JSON'),
  ).action(async (id: string, options: EngineOptions) => done(await again(world, id, options)));
}

const list = (world: World, options: EngineOptions): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const resting = await listSetAside(engine, organization);
    if (options.json) printJson(world, { set_aside: resting });
    else if (resting.length === 0) print(world, 'Nothing rests: all that was due was carried out.');
    else
      for (const { kind, id, at, error } of resting)
        print(world, `${id}  ${kind}, since ${wallTime(UTC, at)} (UTC): ${error ?? 'no reason given'}`);
    return ANSWERED;
  });

const again = (world: World, id: string, options: EngineOptions): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const found = await engine.database.use(
      async (pool) => (await tryEffectAgain(pool, organization, id)) || tryTimerAgain(pool, organization, id),
    );
    if (found) {
      if (options.json) printJson(world, { again: true });
      else print(world, 'It is tried again.');
      return ANSWERED;
    }
    return refuse(world, options, {
      code: 'not-set-aside',
      path: 'id',
      message: `Nothing of the id "${id}" rests.`,
      mend: 'Look at what does: sayso set-aside list.',
    });
  });
