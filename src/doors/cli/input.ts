/** What is sent to a command: JSON or YAML from a file, JSON from standard input; of bounded size. */
import { readYaml } from '../../core/book/yaml.ts';
import type { RequestProblem } from '../../core/decide/raw.ts';
import { FileFault, readText } from '../../shell/files.ts';
import { Stop, type World } from './io.ts';

export const MOST_BYTES = 1024 * 1024;

/** A value from a file, or from standard input where the file is "-"; or why it is none. */
export async function readRaw(
  world: World,
  file: string,
): Promise<{ value: unknown } | { problem: RequestProblem }> {
  const text = file === '-' ? await readAll(world) : readText(file, MOST_BYTES);
  if (!/\.ya?ml$/i.test(file)) return parseJson(text);
  const source = readYaml(file, text);
  if (source.problems.length > 0) throw new Stop(source.problems);
  return { value: source.data };
}

async function readAll(world: World): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of world.stdin) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw new FileFault(
        'The request on standard input has more than 1 MB.',
        'Send only the facts of this request.',
      );
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON as a value, or what is wrong with it. */
export function parseJson(text: string): { value: unknown } | { problem: RequestProblem } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const why =
      error instanceof SyntaxError || error instanceof RangeError ? error.message : 'it cannot be read';
    return {
      problem: {
        code: 'not-json',
        path: '',
        message: `This is no JSON: ${why}.`,
        mend: 'Send one complete JSON object.',
      },
    };
  }
}
