/** A server that answers as it is told, one step a request, and a way to a service that can be cut: for the client's tests. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

export type Sent = { line: string; headers: IncomingHttpHeaders; body: string };
export type Step = (response: ServerResponse) => void;

/** Answers with JSON, or with text as it is. */
export const answers =
  (status: number, body: unknown, headers: Record<string, string> = {}): Step =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** A problem, as the service writes it. */
export const refuses = (status: number, code: string, headers?: Record<string, string>): Step =>
  answers(status, { code, detail: `It is ${code}.`, status, mend: '', path: '', problems: [] }, headers);

/** What stands between answers with a page of its own. */
export const page = (status: number): Step =>
  answers(status, '<html><h1>Bad gateway</h1></html>', { 'content-type': 'text/html' });

/** The connection is gone before an answer. */
export const cut: Step = (response) => response.socket?.destroy();

/** The connection is gone in the middle of the body. */
export const cutInside =
  (type: string, begin: string): Step =>
  (response) => {
    response.writeHead(200, { 'content-type': type });
    response.write(begin, () => setImmediate(() => response.socket?.destroy()));
  };

/** It never answers. */
export const silent: Step = () => undefined;

/** A stream that begins so, and stays open. */
export const streams =
  (begin: string): Step =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(begin);
  };

/** A stream that ends behind that. */
export const streamsOnce =
  (all: string): Step =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(all);
  };

/** Starts it; the last step answers all that follow. */
export async function scripted(
  t: TestContext,
  ...steps: readonly Step[]
): Promise<{ url: string; sent: Sent[] }> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      sent.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      steps[Math.min(sent.length, steps.length) - 1]?.(response);
      return undefined;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent };
}

export type Way = {
  url: string;
  /** Cuts all connections now; with `answers`, as soon as something comes back by them, before it arrives. */
  cut: (when?: 'answers') => void;
  /** How many connections there were. */
  count: () => number;
};

/** A way to a service. */
export async function wayTo(t: TestContext, address: string): Promise<Way> {
  const { port, hostname } = new URL(address);
  const open = new Set<Socket>();
  let count = 0;
  let cutsAnswers = false;
  const server = createTcpServer((near) => {
    count += 1;
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      if (!cutsAnswers) {
        near.write(bytes);
        return;
      }
      cutsAnswers = false;
      near.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  t.after(() => {
    cutAll();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (when) => {
      if (when === 'answers') cutsAnswers = true;
      else cutAll();
    },
    count: () => count,
  };
}
