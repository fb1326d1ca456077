/**
 * The receiver of messages, a process of its own: applies every idempotency key once, and has it on disk before it says so.
 * It forgets nothing when it is killed. When it is told to be moody it fails now and then, before or after applying.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Random } from './random.ts';

export type ReceiverSettings = { folder: string; /** 0: any. */ port: number; seed: number };

export type ToReceiver = { moody: boolean };
export type FromReceiver = { port: number };

/** A line of `<organization>.jsonl`: applied, or refused for good, or known already. */
export type Receipt = { key: string; what: 'applied' | 'refused' | 'repeat'; effect?: ReceivedEffect };
export type ReceivedEffect = {
  kind: string;
  conversation: string;
  case?: string;
  matter: string;
  person?: string;
  question?: string;
};

/** One message in so many can't be delivered, and never will be. */
const UNDELIVERABLE = 40;

const { folder, port, seed } = JSON.parse(process.argv[2] ?? '') as ReceiverSettings;
const random = new Random(seed);
const known = new Map<string, { file: number; keys: Set<string> }>();
let moody = false;

/** The book of an organization; what a kill left half written is cut off, since nobody was told of it. */
function bookOf(organization: string): { file: number; keys: Set<string> } {
  const found = known.get(organization);
  if (found) return found;
  const name = path.join(folder, `${organization}.jsonl`);
  const keys = new Set<string>();
  if (existsSync(name)) {
    const whole = readFileSync(name, 'utf8');
    const end = whole.lastIndexOf('\n') + 1;
    if (end < whole.length) truncateSync(name, Buffer.byteLength(whole.slice(0, end)));
    for (const line of whole.slice(0, end).split('\n').filter(Boolean)) {
      const { key, what } = JSON.parse(line) as Receipt;
      if (what === 'applied') keys.add(key);
    }
  }
  const book = { file: openSync(name, 'a', 0o600), keys };
  known.set(organization, book);
  return book;
}

function write(file: number, receipt: Receipt): void {
  writeSync(file, `${JSON.stringify(receipt)}\n`);
  fdatasyncSync(file);
}

const refusedForGood = (key: string): boolean =>
  createHash('sha256').update(key).digest().readUInt32BE() % UNDELIVERABLE === 0;

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { organization, ...effect } = JSON.parse(await text(request)) as ReceivedEffect & {
    organization: string;
  };
  const key = String(request.headers['idempotency-key']);
  if (moody && random.chance(0.1)) return void request.socket.destroy();
  if (moody && random.chance(0.05)) return void response.writeHead(503).end();
  const { file, keys } = bookOf(organization);
  const { kind, conversation, case: one, matter, person, question } = effect;
  if (refusedForGood(key)) {
    write(file, { key, what: 'refused' });
    return void response.writeHead(422).end();
  }
  if (keys.has(key)) write(file, { key, what: 'repeat' });
  else {
    write(file, {
      key,
      what: 'applied',
      effect: {
        kind,
        conversation,
        matter,
        ...(one !== undefined && { case: one }),
        ...(person !== undefined && { person }),
        ...(question !== undefined && { question }),
      },
    });
    keys.add(key);
  }
  // The answer gets lost: it will come again.
  if (moody && random.chance(0.1)) return void request.socket.destroy();
  response.writeHead(200).end();
}

const server = createServer((request, response) => {
  receive(request, response).catch(() => request.socket.destroy());
});
server.listen(port, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port } satisfies FromReceiver),
);
process.on('message', (message: ToReceiver) => {
  moody = message.moody;
});
process.on('disconnect', () => {
  for (const { file } of known.values()) closeSync(file);
  process.exit();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
