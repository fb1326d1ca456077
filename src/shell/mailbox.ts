/** The mail of a folder, read: for `sayso mailbox`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { codeOf } from './database/fault.ts';
import { ANSWER_PATH } from './links/links.ts';

/** A mail as it lies in a folder. */
export type Letter = {
  /** Its place among all mails of the folder, by time, from 1. */
  number: number;
  organization: string;
  to: { name: string; address: string };
  from: string;
  subject: string;
  /** In milliseconds. */
  at: number;
  text: string;
  /** What all mails of its thread have in common. */
  thread: string;
  /** The address of a link to answer, if it has one, and the question that it is for. */
  answer?: string;
  question?: string;
};

/** All mails of a folder, or of one organization in it, the oldest first. No folder: no mail. */
export async function lettersIn(folder: string, organization?: string): Promise<Letter[]> {
  const organizations = organization === undefined ? await namesIn(folder) : [organization];
  const files = await Promise.all(
    organizations.map(async (one) =>
      (await namesIn(path.join(folder, one)))
        .filter((name) => name.endsWith('.eml') && !name.startsWith('.'))
        .map((name) => ({ name, organization: one })),
    ),
  );
  const sorted = files.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  return Promise.all(
    sorted.map(async (file, i) =>
      letterOf(file.organization, i + 1, await readFile(path.join(folder, file.organization, file.name))),
    ),
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** The address of a link to answer, on a line of its own as our text has it. */
const LINK = new RegExp(`^https?://\\S+${ANSWER_PATH}[\\w.-]+$`, 'm');

async function letterOf(organization: string, number: number, file: Buffer): Promise<Letter> {
  const mail = await PostalMime.parse(file);
  const [to] = mail.to ?? [];
  const text = mail.text ?? '';
  const answer = LINK.exec(text)?.[0];
  return {
    number,
    organization,
    to: { name: to?.name ?? '', address: to?.address ?? '' },
    from: [mail.from?.name, mail.from?.address && `<${mail.from.address}>`].filter(Boolean).join(' '),
    subject: mail.subject ?? '',
    at: Date.parse(mail.date ?? ''),
    text: text.trim(),
    thread: mail.inReplyTo ?? mail.messageId ?? '',
    ...(answer !== undefined && { answer, question: questionOf(answer) }),
  };
}

/** What a link says that it is for; whether it says so rightly is for the service to find out. */
function questionOf(link: string): string {
  try {
    const claims: unknown = JSON.parse(Buffer.from(link.split('.').at(-2) ?? '', 'base64url').toString());
    const question = (claims as { q?: unknown } | null)?.q;
    return typeof question === 'string' ? question : link;
  } catch {
    return link;
  }
}

const TIMEOUT_MS = 10_000;

/** What the service said: with a page as plain text. */
export type Said = { status: number; text: string };

/**
 * Looks at a link, or answers by it, as a browser would.
 * @returns undefined when nobody listens there
 */
export async function callLink(
  link: string,
  form?: Readonly<Record<string, string>>,
): Promise<Said | undefined> {
  try {
    const response = await fetch(link, {
      method: form ? 'POST' : 'GET',
      headers: { accept: 'text/plain' },
      ...(form && { body: new URLSearchParams(form) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    return { status: response.status, text: (await response.text()).trim() };
  } catch (error) {
    // No connection, or no answer in time; anything else is ours.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return undefined;
    throw error;
  }
}
