/** HTTP as bytes: what no client would send, and what a client would hide. */
import { connect } from 'node:net';

export type RawAnswer = { status: number; headers: Record<string, string>; body: string };

const MOST_MS = 10_000;

/**
 * Sends bytes on a connection of their own and reads until it is closed, by whomever.
 * @returns everything that came back
 */
export function exchange(address: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.setTimeout(MOST_MS, () => socket.destroy(new Error('nothing came in time')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) =>
      chunks.length > 0 ? resolve(Buffer.concat(chunks).toString()) : reject(error),
    );
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** A request as bytes; the connection is closed after its answer. */
export const requestText = (line: string, headers: Readonly<Record<string, string>>, body = ''): string =>
  [
    line,
    'host: sayso.test',
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');

/** One answer of what came. */
export function answerOf(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return {
    status: Number(status.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: rest.join('\r\n\r\n'),
  };
}
