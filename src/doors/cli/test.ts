/** `sayso test`: a book's cases. */
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { MAX_BYTES } from '../../core/book/yaml.ts';
import { readCases } from '../../core/trial/read.ts';
import { runCases } from '../../core/trial/run.ts';
import { readText } from '../../shell/files.ts';
import { ANSWERED, load, print, printJson, PROBLEMS, Stop, styled, type World } from './io.ts';

export function test(world: World, path: string, options: { json?: boolean }): number {
  // A file of the folder stands for the folder.
  const dir = /\.ya?ml$/i.test(path) ? dirname(path) : path;
  const yaml = join(dir, 'people.yaml');
  const { book, organization } = load(
    world,
    join(dir, 'book.yaml'),
    existsSync(yaml) ? yaml : join(dir, 'people.csv'),
  );
  const file = join(dir, 'cases.yaml');
  const { cases, problems } = readCases(file, readText(file, MAX_BYTES), book, organization);
  if (!cases) throw new Stop(problems);
  const results = runCases(book, organization, cases);
  const failed = results.filter((result) => result.differences.length > 0);
  if (options.json)
    printJson(world, { passed: results.length - failed.length, failed: failed.length, results });
  else {
    for (const result of failed) {
      print(world, `${styled(world, 'red', '✗')} ${file}:${result.line} ${result.name}`);
      for (const difference of result.differences)
        print(
          world,
          `    ${difference.key}: expected ${JSON.stringify(difference.expected)}, got ${JSON.stringify(difference.got)}`,
        );
    }
    print(world, `${results.length - failed.length} of ${results.length} cases as expected.`);
  }
  return failed.length > 0 ? PROBLEMS : ANSWERED;
}
