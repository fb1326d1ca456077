/** `sayso matrix`: an approval matrix becomes a book, a book's grants become a matrix. */
import { MAX_BYTES } from '../../core/book/yaml.ts';
import { bookFromMatrix } from '../../core/matrix/from-matrix.ts';
import { matrixFromBook } from '../../core/matrix/to-matrix.ts';
import { hasErrors } from '../../core/words/problem.ts';
import { readText } from '../../shell/files.ts';
import { ANSWERED, loadBook, print, printJson, reportProblems, Stop, type World } from './io.ts';

export type MatrixOptions = {
  json?: boolean;
  name: string;
  currency: string;
  timeZone: string;
  grades?: string;
  residual: string;
};

export function matrix(world: World, file: string, options: MatrixOptions): number {
  return /\.(csv|tsv|txt)$/i.test(file) ? toBook(world, file, options) : toMatrix(world, file, options);
}

function toBook(world: World, file: string, options: MatrixOptions): number {
  const { name, currency, timeZone, residual, grades } = options;
  const made = bookFromMatrix(file, readText(file, MAX_BYTES), {
    name,
    currency,
    timeZone,
    residual,
    ...(grades !== undefined && { grades: grades.split(',').map((grade) => grade.trim()) }),
  });
  if (hasErrors(made.problems)) throw new Stop(made.problems);
  if (options.json) printJson(world, made);
  else {
    reportProblems(world, made.problems);
    print(world, made.yaml.trimEnd());
  }
  return ANSWERED;
}

function toMatrix(world: World, file: string, options: MatrixOptions): number {
  const { csv, notHeld } = matrixFromBook(loadBook(world, file).book);
  if (options.json) printJson(world, { csv, not_held: notHeld });
  else {
    print(world, csv.replaceAll('\r\n', '\n').trimEnd());
    if (notHeld.length > 0) {
      const rules = new Set(notHeld.map(({ rule }) => rule)).size;
      world.err(
        `A matrix cannot hold all of this book: ${rules} rules have more, named in the column "not held".\n`,
      );
    }
  }
  return ANSWERED;
}
