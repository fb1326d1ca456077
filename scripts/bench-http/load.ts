/** Load and those who stand by: decisions, event streams, slow clients, a flood of connections. */
import { Agent, get, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import autocannon from 'autocannon';

export type Target = { address: string; token: string; bodies: readonly string[] };

export type Measured = {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  most: number;
  /** Requests that failed, or were answered otherwise than 2xx. */
  failed: number;
  requests: number;
};

/** Sends decisions for a while, as fast as they are answered, or at a rate. */
export async function decide(
  { address, token, bodies }: Target,
  { seconds, connections, rate }: { seconds: number; connections: number; rate?: number },
): Promise<Measured> {
  let sent = 0;
  const result = await autocannon({
    url: `${address}/v1/decisions`,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        // Made one by one: all of them for every connection would keep this process busy for seconds.
        setupRequest: (request) => ({ ...request, body: bodies[(sent += 1) % bodies.length] ?? '{}' }),
      },
    ],
  });
  const { latency, requests, errors, timeouts, non2xx } = result;
  return {
    perSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    most: latency.max,
    failed: errors + timeouts + non2xx,
    requests: requests.total,
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Opens event streams that are read; `heard` counts their events. */
export async function follow(
  { address, token }: Omit<Target, 'bodies'>,
  count: number,
): Promise<{ heard: () => number; lost: () => number; end: () => void }> {
  let [events, lost] = [0, 0];
  const streams = await Promise.all(
    Array.from({ length: count }, () =>
      opened(`${address}/v1/events`, token).then((stream) => {
        stream.on('data', (chunk: Buffer) => {
          if (chunk.includes('event: happened')) events += 1;
        });
        stream.on('error', () => undefined);
        stream.on('close', () => {
          lost += 1;
        });
        return stream;
      }),
    ),
  );
  return {
    heard: () => events,
    lost: () => lost,
    end: () => {
      for (const stream of streams) stream.destroy();
    },
  };
}

const opened = (url: string, token: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, resolve).on('error', reject);
  });

/** Opens a case every `everyMs`, so that those who follow hear something. */
export function openCases({ address, token, bodies }: Target, everyMs: number): { end: () => void } {
  let n = 0;
  const timer = setInterval(() => {
    const { request } = JSON.parse(bodies[n % bodies.length] ?? '{}') as { request: object };
    n += 1;
    const sent = httpRequest(`${address}/v1/cases`, {
      method: 'POST',
      agent,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    sent.on('error', () => undefined);
    sent.on('response', (response) => response.resume());
    sent.end(JSON.stringify({ request: { ...request, customer: `live-${n}`, subject: `live-${n}` } }));
  }, everyMs);
  return { end: () => clearInterval(timer) };
}

/** Clients that harm if they can: headers a byte at a time, streams that nobody reads, connections that say nothing. */
export async function nuisances(
  { address, token }: Omit<Target, 'bodies'>,
  { slow, unread, silent }: { slow: number; unread: number; silent: number },
): Promise<{ end: () => void }> {
  const { port } = new URL(address);
  const sockets: Socket[] = [];
  const open = (): Socket => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const head = `GET /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`;
  const trickling = Array.from({ length: slow }, open);
  let at = 0;
  const trickle = setInterval(() => {
    for (const socket of trickling) if (socket.writable) socket.write(head[at % head.length] ?? ' ');
    at += 1;
  }, 500);
  for (let n = 0; n < unread; n++) {
    const socket = open();
    socket.pause();
    socket.write(head);
  }
  for (let n = 0; n < silent; n++) open();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return {
    end: () => {
      clearInterval(trickle);
      for (const socket of sockets) socket.destroy();
    },
  };
}
