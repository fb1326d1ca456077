// The curl lines of the documents: run by curl where it is there, else by a reader of the options that they use.
import { execFileSync, spawn } from 'node:child_process';
import { atPipe, wordsOf, type Variables } from './words.ts';

/** How a line is run, and what it prints. */
export type Curl = { name: string; run: (line: string, variables: Variables) => Promise<string> };

/** `--max-time` is over: what came until then is what there is. */
const TIME_IS_OVER = 28;
const AT_MOST_MS = 20_000;

/** What runs curl lines here. */
export function curlHere(): Curl {
  try {
    const [name = ''] = execFileSync('curl', ['--version'], { encoding: 'utf8' }).split(' (');
    return { name, run: bySystem };
  } catch {
    return { name: 'the reader of its options in scripts/console', run: byReader };
  }
}

/** Runs a line in a shell that knows the page's variables, and no settings of whoever runs it. */
export const bySystem = (line: string, variables: Variables): Promise<string> =>
  shell(line.replace(/^curl /, 'curl -q '), variables);

/** Runs a line in a shell. */
export async function shell(line: string, variables: Variables, input = ''): Promise<string> {
  const path = process.env['PATH'] ?? '';
  const child = spawn('sh', ['-c', line], {
    env: { ...Object.fromEntries(variables), PATH: path },
    timeout: AT_MOST_MS,
  });
  let text = '';
  let faults = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (faults += part));
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0 && code !== TIME_IS_OVER) throw new Error(`${line}\nended with ${code}: ${faults}`);
  return text;
}

/** Does what curl would: GET and POST with headers and a body, `-i`, `-N` and `--max-time`. */
export async function byReader(line: string, variables: Variables): Promise<string> {
  const { first, rest } = atPipe(line);
  const { url, show, seconds, ...asked } = callOf(wordsOf(first, variables).slice(1));
  const response = await fetch(url, {
    ...asked,
    ...(seconds !== undefined && { signal: AbortSignal.timeout(seconds * 1000) }),
  });
  let text = '';
  if (show) {
    text = `HTTP/1.1 ${response.status} ${response.statusText}\n`;
    for (const [name, value] of response.headers) text += `${name}: ${value}\n`;
    text += '\n';
  }
  try {
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += part;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
  }
  return rest === undefined ? text : shell(rest, variables, text);
}

type Call = {
  url: string;
  method: string;
  headers: [string, string][];
  body?: string;
  show: boolean;
  seconds?: number;
};

function callOf(words: readonly string[]): Call {
  const call: Call = { url: '', method: '', headers: [], show: false };
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    // `-si` is `-s -i`.
    if (/^-[siN]{2,}$/.test(word)) left.unshift(...word.slice(1).replaceAll(/./g, '-$& ').trim().split(' '));
    else if (word === '-i') call.show = true;
    else if (word === '-X') call.method = left.shift() ?? '';
    else if (word === '-d') call.body = left.shift() ?? '';
    else if (word === '-m') call.seconds = Number(left.shift());
    else if (word === '-H') {
      const [, name = '', value = ''] = /^([^:]+): *(.*)$/s.exec(left.shift() ?? '') ?? [];
      call.headers.push([name, value]);
    } else if (!word.startsWith('-')) call.url = word;
    else if (word !== '-s' && word !== '-N') throw new Error(`documents use no ${word} of curl yet`);
  }
  if (call.method === '') call.method = call.body === undefined ? 'GET' : 'POST';
  return call;
}
