/** `sayso remit`: all that a person may grant by themselves, with headroom. */
import { remitOf, type Remit, type RemitGrant } from '../../core/decide/remit.ts';
import { readRequest } from '../../core/decide/read-request.ts';
import { readOne, type DecideOptions } from './decide.ts';
import { ANSWERED, instantOf, load, personOf, print, printJson, PROBLEMS, styled, type World } from './io.ts';

export async function remit(world: World, bookFile: string, options: DecideOptions): Promise<number> {
  const { book, organization } = load(world, bookFile, options.org);
  const read =
    options.request === undefined ? readRequest(book, { type: 'any' }) : await readOne(world, book, options);
  if (!read || 'problems' in read) return PROBLEMS;
  const person = personOf(organization, options.as);
  const found = remitOf(
    book,
    organization,
    read.tallies,
    read.request,
    person,
    instantOf(world, book, options.at),
  );
  if (options.json) printJson(world, found);
  else printRemit(world, person.name, found);
  return ANSWERED;
}

/** All that a person may grant. */
export function printRemit(world: World, name: string, found: Remit): void {
  print(world, `${styled(world, 'bold', name)} may grant:`);
  for (const type of found.types) {
    print(world, `  ${styled(world, 'bold', type.type)}${amountOf(type.headroom, type.unit)}`);
    for (const grant of type.may) print(world, `    ${grant.rule}: ${grantWords(grant, type.unit)}`);
    for (const line of type.lines)
      print(world, styled(world, 'dim', `    not when ${line.when ?? ''} (${line.rule}, ${line.kind})`));
  }
  if (found.units.length > 0) print(world, `Speaks for: ${found.units.join(', ')}.`);
  if (found.waives.length > 0) print(world, `May lift: ${found.waives.join(', ')}.`);
  if (found.residual)
    print(
      world,
      `Decides what no rule decides${found.residual.up_to === undefined ? '' : `, up to ${found.residual.up_to}`}.`,
    );
  for (const because of ['grade', 'function', 'never', 'nobody'] as const) {
    const types = found.not.filter((one) => one.because === because).map((one) => one.type);
    if (types.length > 0) print(world, `Not ${NOT[because]}: ${types.join(', ')}.`);
  }
}

const NOT = { grade: 'at this grade', function: 'in this job', never: 'for anybody', nobody: 'by any grant' };

const amountOf = (headroom: string | null, unit: string | undefined): string =>
  headroom === null
    ? ''
    : headroom === 'unlimited'
      ? ', without limit'
      : `, up to ${headroom}${unit === undefined || unit === 'whole number' ? '' : ` ${unit}`}`;

function grantWords(grant: RemitGrant, unit: string | undefined): string {
  const parts = [
    ...(grant.headroom === null ? [] : [amountOf(grant.headroom, unit).slice(2)]),
    ...(grant.at_least === undefined ? [] : [`from ${grant.at_least}`]),
    ...(grant.share === undefined ? [] : [`at most ${grant.share}`]),
    ...(grant.usual === undefined ? [] : [`usually ${grant.usual}`]),
    ...(grant.times === undefined ? [] : [grant.times]),
    ...(grant.total === undefined ? [] : [`in all ${grant.total}`]),
    ...(grant.when === undefined ? [] : [`when ${grant.when}`]),
    ...(grant.also ? [`once ${grant.also.count} of ${grant.also.units.join(', ')} agree`] : []),
    ...(grant.exception ? [`by exception: ${grant.exception.join(', ')}`] : []),
    ...(grant.for === undefined ? [] : [`for ${grant.for}`]),
  ];
  return parts.length > 0 ? parts.join('; ') : 'always';
}
