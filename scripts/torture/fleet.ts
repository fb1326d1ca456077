/** The processes that are tortured: each comes up again when it is killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Sent } from '../../src/shell/handle.ts';
import type { Told } from './follow.ts';
import type { FromNode, NodeSettings, Reply, ToNode } from './node.ts';
import type { FromReceiver, ReceiverSettings, ToReceiver } from './receiver.ts';

/** What a process said last, when it ended and nobody had killed it. */
export type Died = { who: string; code: number | null; said: string };

/** A process that is started again whenever it ends. */
class Lasting<Message, To extends object> {
  readonly who: string;
  private readonly died: Died[] = [];
  private readonly file: string;
  private readonly settings: () => object;
  private readonly hear: (message: Message) => void;
  private readonly onGone: () => void;
  private child: ChildProcess | undefined;
  private killed = false;
  private ended = false;

  constructor(parts: {
    who: string;
    file: string;
    settings: () => object;
    hear: (message: Message) => void;
    onGone?: () => void;
  }) {
    this.who = parts.who;
    this.file = fileURLToPath(new URL(parts.file, import.meta.url));
    this.settings = parts.settings;
    this.hear = parts.hear;
    this.onGone = parts.onGone ?? (() => undefined);
  }

  /** When it ended by itself since this was last asked. */
  takeDied(): Died[] {
    return this.died.splice(0);
  }

  start(): void {
    this.killed = false;
    const child = fork(this.file, [JSON.stringify(this.settings())], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child = child;
    let said = '';
    child.stderr?.on('data', (data: Buffer) => {
      said = `${said}${data.toString('utf8')}`.slice(-2000);
    });
    child.on('message', (message) => this.hear(message as Message));
    child.on('error', () => undefined);
    child.once('exit', (code) => {
      if (this.child !== child) return;
      this.onGone();
      if (!this.killed) this.died.push({ who: this.who, code, said });
      if (!this.ended) this.start();
    });
  }

  say(message: To): void {
    if (this.child?.connected) this.child.send(message, () => undefined);
  }

  signal(signal: NodeJS.Signals): void {
    if (signal === 'SIGKILL') this.killed = true;
    this.child?.kill(signal);
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    this.ended = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    this.signal('SIGKILL');
    await gone;
  }
}

/** What a client knows that waited in vain. */
export const HUNG_UP = 'the client hung up';

/** A node, as its clients and its enemies know it. */
export class NodeProcess {
  readonly number: number;
  private readonly process: Lasting<FromNode, ToNode>;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private readonly heard: (fault: string) => void;
  private readonly told = new Map<string, Told>();
  private isReady = Promise.withResolvers<void>();
  private isUp = false;
  private asked = 0;

  constructor(number: number, settings: NodeSettings, onFault: (fault: string) => void) {
    this.number = number;
    this.heard = onFault;
    this.process = new Lasting<FromNode, ToNode>({
      who: `node ${number}`,
      file: 'node.ts',
      settings: () => settings,
      hear: (message) => this.hear(message),
      onGone: () => this.gone(),
    });
    this.process.start();
  }

  private hear(message: FromNode): void {
    if ('ready' in message) {
      this.isUp = true;
      this.isReady.resolve();
    } else if ('fault' in message) this.heard(message.fault);
    else if ('told' in message) this.told.set(message.told.organization, message.told);
    else {
      this.waiting.get(message.id)?.(message.reply);
      this.waiting.delete(message.id);
    }
  }

  private gone(): void {
    // Whoever waits for it goes on waiting when it is killed before it was there.
    if (this.isUp) this.isReady = Promise.withResolvers<void>();
    this.isUp = false;
    for (const answer of this.waiting.values()) answer({ unknown: 'the connection was lost' });
    this.waiting.clear();
  }

  takeDied(): Died[] {
    return this.process.takeDied();
  }

  /** Resolves when it takes commands. */
  get ready(): Promise<void> {
    return this.isReady.promise;
  }

  /**
   * Sends a command.
   * @param patienceMs then the client hangs up, whatever becomes of it
   */
  async send(sent: Sent, patienceMs: number): Promise<Reply> {
    if (!this.isUp) return { unknown: 'nobody was there' };
    const id = ++this.asked;
    const { promise, resolve } = Promise.withResolvers<Reply>();
    this.waiting.set(id, resolve);
    const timer = setTimeout(() => resolve({ unknown: HUNG_UP }), patienceMs);
    this.process.say({ id, sent });
    const reply = await promise;
    clearTimeout(timer);
    return reply;
  }

  /** Has it follow an organization live, until it is killed. */
  follow(organization: string): void {
    this.process.say({ follow: organization });
  }

  /** What its follower was told last. */
  toldOf(organization: string): Told | undefined {
    return this.told.get(organization);
  }

  kill(): void {
    this.process.signal('SIGKILL');
  }

  freeze(): void {
    this.process.signal('SIGSTOP');
  }

  thaw(): void {
    this.process.signal('SIGCONT');
  }

  /** From now on its clock says so many milliseconds too much. */
  jump(ms: number): void {
    this.process.say({ jump: ms });
  }

  end(): Promise<void> {
    return this.process.end();
  }
}

export class ReceiverProcess {
  private readonly process: Lasting<FromReceiver, ToReceiver>;
  private readonly opened = Promise.withResolvers<number>();
  private port = 0;
  private mood = false;

  constructor(settings: Omit<ReceiverSettings, 'port'>) {
    this.process = new Lasting<FromReceiver, ToReceiver>({
      who: 'receiver',
      file: 'receiver.ts',
      // It comes up where it was.
      settings: () => ({ ...settings, port: this.port }),
      hear: ({ port }) => {
        this.port = port;
        this.opened.resolve(port);
        this.moody = this.mood;
      },
    });
    this.process.start();
  }

  takeDied(): Died[] {
    return this.process.takeDied();
  }

  /** Where it is, once it is. */
  async address(): Promise<string> {
    return `http://127.0.0.1:${await this.opened.promise}/`;
  }

  /** Whether it fails now and then. */
  set moody(moody: boolean) {
    this.mood = moody;
    this.process.say({ moody });
  }

  kill(): void {
    this.process.signal('SIGKILL');
  }

  end(): Promise<void> {
    return this.process.end();
  }
}
