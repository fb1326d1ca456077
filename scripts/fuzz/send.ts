/** Requests as they are, however odd: Node's own client, which changes nothing of them. */
import { Agent, request } from 'node:http';

export type Sent = {
  /** The operation that it is meant for; undefined: method, address or headers were changed too. */
  operation: string | undefined;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** It never ends: what comes first is enough. */
  endless?: true;
};

export type Came = { status: number; headers: NodeJS.Dict<string | string[]>; text: string };

const MOST_MS = 30_000;

export class Client {
  private readonly agent: Agent;
  private readonly address: URL;

  constructor(address: string, connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.address = new URL(address);
  }

  /** @throws when nothing came, in time or at all */
  send({ method, path, headers, body, endless }: Sent): Promise<Came> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.agent,
          host: this.address.hostname,
          port: this.address.port,
          method,
          path,
          headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
          timeout: MOST_MS,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          const done = (): void =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text: Buffer.concat(chunks).toString(),
            });
          answer.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            if (!endless || answer.statusCode !== 200) return;
            done();
            answer.destroy();
          });
          answer.on('error', reject);
          answer.on('end', done);
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`nothing came within ${MOST_MS} ms`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
