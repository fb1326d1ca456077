// Where the commands of a page are run: a folder for data, a clock that stands, ids that are the same each time, variables.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../src/doors/cli/cli.ts';
import type { World } from '../../src/doors/cli/io.ts';
import { startEmbedded, type Embedded } from '../../src/shell/database/embedded.ts';
import { zones } from '../../src/shell/zones.ts';
import { curlHere, shell } from './curl.ts';
import { serveFor, type PageService } from './service.ts';
import { shown, type Show } from './shown.ts';
import { atPipe, wordsOf } from './words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CLI = 'npx sayso ';
/** Where the service of a page is, as the page says. */
const SHOWN_AT = '127.0.0.1:4747';
/** A page's service signs with a secret of its own. */
const SECRET = '5a'.repeat(32);

/** What runs curl lines here. */
export const curl = curlHere();

export class Stage {
  /** How many curl lines have been run. */
  calls = 0;
  now: number;
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'sayso-console-'));
  private readonly random = countedDigits();
  private readonly variables = new Map<string, string>();
  private service: PageService | undefined;
  private database: Embedded | undefined;

  constructor(now: number) {
    this.now = now;
    // Run as root, the database works as a user of its own, who has to get here.
    chmodSync(this.dataDir, 0o711);
  }

  /** What a command prints, as the page shows it. */
  async printed(command: string, show: Show): Promise<string> {
    const line = this.placed(command);
    const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(line) ?? [];
    if (name !== undefined) {
      const [, before = value, inner, after = ''] = /^(.*?)\$\((.*)\)(.*)$/s.exec(value) ?? [];
      const made = inner === undefined ? '' : (await this.raw(inner)).trim();
      this.variables.set(name, wordsOf(`${before}${made}${after}`, this.variables).join(' '));
      return '';
    }
    const text = await this.raw(line);
    await this.service?.settle();
    // Once a command needs the database, it stays up for those that follow.
    if (!this.database && existsSync(join(this.dataDir, 'postgres')))
      this.database = await startEmbedded({ dataDir: this.dataDir, fast: true });
    return this.masked(line.startsWith('curl ') ? shown(text, show) : text);
  }

  async close(): Promise<void> {
    await this.service?.close();
    await this.database?.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async raw(line: string): Promise<string> {
    if (line.startsWith('curl ')) {
      this.calls += 1;
      return curl.run(line, this.variables);
    }
    if (!line.startsWith(CLI)) throw new Error(`documents run npx sayso and curl, not: ${line}`);
    const { first, rest } = atPipe(line);
    const args = wordsOf(first.slice(CLI.length), this.variables);
    if (args[0] === 'serve') {
      this.service ??= await serveFor(this.world(() => undefined));
      return '';
    }
    let text = '';
    await this.inRoot(() =>
      runCli(
        args,
        this.world((part) => {
          text += part;
        }),
      ),
    );
    return rest === undefined ? text : shell(rest, this.variables, text);
  }

  private async inRoot(work: () => Promise<unknown>): Promise<void> {
    const before = process.cwd();
    process.chdir(root);
    try {
      await work();
    } finally {
      process.chdir(before);
    }
  }

  private world(take: (part: string) => void): World {
    return {
      now: () => this.now,
      zones,
      stdin: (async function* () {})(),
      out: take,
      err: take,
      color: false,
      environment: {
        SAYSO_DATA_DIR: this.dataDir,
        SAYSO_SECRET: SECRET,
        TZ: 'America/New_York',
        ...(this.service && { SAYSO_PUBLIC_URL: this.service.address }),
      },
      random: this.random,
      interrupted: () => new AbortController().signal,
    };
  }

  /** With the address where the service really is. */
  private placed(text: string): string {
    return this.service ? text.replaceAll(SHOWN_AT, new URL(this.service.address).host) : text;
  }

  /** With the address that the page says, and without what is signed. */
  private masked(text: string): string {
    const host = this.service && new URL(this.service.address).host;
    return (host === undefined ? text : text.replaceAll(host, SHOWN_AT)).replaceAll(
      /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g,
      'eyJ…',
    );
  }
}

/** Ids that are the same each time: a page is one story on one database. */
function countedDigits(): (bytes: number) => string {
  // By size, so that the salts of entries, which several messages may draw at once, leave the ids alone.
  const counts = new Map<number, number>();
  return (bytes) => {
    const count = (counts.get(bytes) ?? 0) + 1;
    counts.set(bytes, count);
    return createHash('sha256')
      .update(`${bytes} ${count}`)
      .digest('hex')
      .slice(0, bytes * 2);
  };
}
