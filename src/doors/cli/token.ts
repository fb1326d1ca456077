/** `sayso token`: a signed token that names a caller, for programs and for trying things out. */
import type { Command } from 'commander';
import { employedAt } from '../../core/organization/people.ts';
import { MINUTE, HOUR, DAY } from '../../core/words/time.ts';
import { meant } from '../../core/words/spelling.ts';
import { wireInstant } from '../../contract/wire/common.ts';
import { inForceAt } from '../../shell/in-force.ts';
import { tokenFor } from '../../shell/tokens.ts';
import { withDatabaseOptions, withOrganization, type EngineOptions } from './engine.ts';
import { ANSWERED, print, printJson, WrongUse, type World } from './io.ts';

type Options = EngineOptions & { as: string; for: string };

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };
const MOST_MS = 366 * DAY;

/** Adds `sayso token`. */
export function tokenCommand(program: Command, world: World, done: (code: number) => void): void {
  withDatabaseOptions(
    program
      .command('token')
      .description('a signed token that names a caller: Authorization: Bearer TOKEN')
      .option('--json', 'print JSON'),
  )
    .requiredOption('--as <person>', 'whom it names, by id: a person or an AI agent')
    .option('--for <time>', 'for how long it is good: 30m, 12h, 90d', '12h')
    .action(async (options: Options) => done(await token(world, options)));
}

const token = (world: World, options: Options): Promise<number> => {
  const ms = lengthOf(options.for);
  return withOrganization(world, options, async ({ engine, organization }) => {
    const now = engine.clock.now();
    const people = (await inForceAt(engine, organization, now))?.organization.people;
    const person = people?.get(options.as);
    if (!person || !employedAt(person, now)) {
      const near = meant(options.as, people?.keys() ?? []);
      throw new WrongUse(
        person
          ? `${person.name} does not work here now.`
          : `There is no "${options.as}" in the organization.`,
        near === undefined
          ? 'Name somebody by their id in the organization file.'
          : `Did you mean "${near}"?`,
      );
    }
    const { links } = engine;
    if (!links) throw new Error('this process has no secret to sign with');
    const made = await tokenFor({ organization, person: person.id }, links.secret, now + ms);
    if (options.json) printJson(world, { token: made, good_until: wireInstant(now + ms) });
    else print(world, made);
    return ANSWERED;
  });
};

function lengthOf(text: string): number {
  const [, number, unit] = /^(\d{1,5})([mhd])$/.exec(text.trim()) ?? [];
  const ms = Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (ms > 0 && ms <= MOST_MS) return ms;
  throw new WrongUse(
    `"${text}" is no time that a token can be good for.`,
    'Write 30m, 12h or 90d; 366d at the most.',
  );
}
