/** Mails in tests: an office whose messages are mails, and what came of them. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { mailChannel, withMail, type MailParts } from '../src/shell/channels/mail.ts';
import { folderTransport } from '../src/shell/channels/mail-transport.ts';
import type { Message } from '../src/shell/channels/channel.ts';
import { startRunner } from '../src/shell/runner.ts';
import { openOffice, type Office } from './office.ts';

export const SECRET = Buffer.alloc(32, 3);
export const SERVICE = 'https://sayso.example';

export type MailOffice = Office & {
  /** Sends what is due. */
  settle: () => Promise<void>;
  /** All mails so far, in the order in which they were sent. */
  mails: () => Promise<Email[]>;
  /** What could be no mail. */
  others: Message[];
  folder: string;
};

/** An office whose messages are mails in a folder. */
export async function openMailOffice(more: Partial<MailParts> = {}): Promise<MailOffice> {
  const office = await openOffice();
  const folder = await mkdtemp(join(tmpdir(), 'sayso-mail-'));
  const others: Message[] = [];
  office.engine.links = { secret: SECRET, publicUrl: () => SERVICE };
  const mail = mailChannel({
    engine: office.engine,
    transport: folderTransport(folder),
    // Without a name: the organization's stands there.
    from: { name: '', address: 'care@lanternhouse.example' },
    otherwise: (message) => {
      others.push(message);
      return Promise.resolve({ delivered: true });
    },
    standsIn: true,
    ...more,
  });
  office.engine.channels = withMail(office.engine.channels, mail, true);
  const { engine } = office;
  const runner = startRunner(engine, { askDatabase: () => Promise.resolve(engine.clock.now()) });
  return {
    ...office,
    folder,
    others,
    settle: runner.settle,
    mails: () => mailsIn(join(folder, 'office')),
    close: async () => {
      await runner.stop();
      await office.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The mails of a folder, the oldest first. */
export async function mailsIn(folder: string): Promise<Email[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(folder, name)))));
}

/** To whom a mail is. */
export const toOf = ({ to }: Email): string => (to ?? []).map(({ address }) => address ?? '').join(', ');

/** The tokens of a mail's links to answer, by their labels. */
export const linksIn = ({ text = '' }: Email): Map<string, string> =>
  new Map(
    [...text.matchAll(/^(.+):\nhttps:\/\/sayso\.example\/l\/(\S+)$/gm)].map(([, label = '', token = '']) => [
      label,
      token,
    ]),
  );

/** The token of the link to answer whose label begins so. */
export function linkIn(mail: Email, label: string): string {
  const found = [...linksIn(mail)].find(([one]) => one.startsWith(label));
  assert.ok(found, `no link "${label}" in ${mail.text}`);
  return found[1];
}
