/** A way to the database that can be cut: a Unix socket that passes everything on. */
import { mkdirSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { PORT } from '../../src/shell/database/embedded-folder.ts';

const socketIn = (folder: string): string => path.join(folder, `.s.PGSQL.${PORT}`);

export class Proxy {
  /** Where its socket is. */
  readonly folder: string;
  private readonly server: Server;
  private readonly pairs = new Set<{ near: Socket; far: Socket }>();
  /** Nobody gets through. */
  private closed = false;
  private swallowing = false;

  private constructor(folder: string, server: Server) {
    this.folder = folder;
    this.server = server;
  }

  /** A proxy with its socket in `folder`, to the server whose socket is in `to`. */
  static async open(folder: string, to: string): Promise<Proxy> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const server = createServer();
    const proxy = new Proxy(folder, server);
    server.on('connection', (near) => proxy.pass(near, connect(socketIn(to))));
    await new Promise<void>((resolve) => server.listen(socketIn(folder), resolve));
    return proxy;
  }

  private pass(near: Socket, far: Socket): void {
    const pair = { near, far };
    this.pairs.add(pair);
    const end = (): void => {
      near.destroy();
      far.destroy();
      this.pairs.delete(pair);
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    if (this.closed) {
      end();
      return;
    }
    near.pipe(far);
    far.on('data', (data) => {
      if (this.swallowing) {
        // The server has done it and said so, and nobody hears it.
        this.swallowing = false;
        end();
      } else if (!near.write(data)) {
        far.pause();
        near.once('drain', () => far.resume());
      }
    });
  }

  /** Cuts every connection. */
  cut(): void {
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** The next answer of the server gets lost, and its connection with it. */
  swallow(): void {
    this.swallowing = true;
  }

  /** Lets nobody through, or everybody again. */
  set shut(shut: boolean) {
    this.closed = shut;
    if (shut) this.cut();
  }

  /** Everything gets through. */
  calm(): void {
    this.closed = false;
    this.swallowing = false;
  }

  async close(): Promise<void> {
    this.shut = true;
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
