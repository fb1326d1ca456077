/**
 * How mails travel: by SMTP, or as files in a folder. Both are composed alike, by the same part.
 * What a server says of a mail often holds the address of whoever gets it: only its codes are kept.
 */
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { sha256 } from '../../core/words/hash.ts';
import { formatInstant, type Instant } from '../../core/words/time.ts';
import type { Delivery } from './channel.ts';
import type { Sender } from './mail-address.ts';

/** A mail, ready to go. */
export type Outgoing = {
  organization: string;
  /** The effect's: the same key is the same mail, however often it is sent. */
  key: string;
  at: Instant;
  from: Sender;
  replyTo?: string;
  to: Sender;
  subject: string;
  text: string;
  html: string;
  language: string;
  /** Without its angle brackets. */
  id: string;
  /** The id that all mails of its thread refer to. */
  thread: string;
};

export type Transport = {
  /** @throws on faults that may pass: the mail is sent again */
  send: (mail: Outgoing) => Promise<Delivery>;
  close: () => void;
};

/** What both ways compose a mail from. Header values are encoded by the composer; no file and no address is ever read. */
const composed = (mail: Outgoing): SendMailOptions => ({
  from: mail.from,
  ...(mail.replyTo !== undefined && { replyTo: mail.replyTo }),
  to: mail.to,
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  date: new Date(mail.at),
  messageId: `<${mail.id}>`,
  // Nobody knows which mail of a thread came first; all of them refer to one that stands for it.
  inReplyTo: `<${mail.thread}>`,
  references: [`<${mail.thread}>`],
  headers: {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Content-Language': mail.language,
  },
  textEncoding: 'quoted-printable',
  xMailer: false,
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Shorter than a lease, as every channel's: until then nobody else sends the same. */
const TIMEOUT_MS = 4000;
const CONNECTIONS = 10;

export type Smtp = {
  host: string;
  port: number;
  /** TLS from the first byte on; otherwise STARTTLS. */
  secure: boolean;
  /** Nothing is sent where the server does not offer STARTTLS. */
  requireTLS: boolean;
  auth?: { user: string; pass: string };
};

export type WrongSmtp = { code: 'wrong-smtp'; path: string; message: string; mend: string };

const ON_THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/**
 * Reads `smtp://user:password@host:587` or `smtps://…:465`. Mails hold what is personal, so a server elsewhere has to
 * take them encrypted, unless the address says `?tls=never`.
 */
export function readSmtp(url: string): Smtp | WrongSmtp {
  const parsed = URL.parse(url);
  if (!parsed || !/^smtps?:$/.test(parsed.protocol) || parsed.hostname === '')
    return wrong('This is no address of a mail server.', 'Write for example: smtp://mail.example.org:587');
  const tls = parsed.searchParams.get('tls');
  if (tls !== null && tls !== 'never')
    return wrong('"tls" can only be "never".', 'Leave it out: the mail server has to offer STARTTLS then.');
  const secure = parsed.protocol === 'smtps:';
  const host = parsed.hostname.replaceAll(/^\[|\]$/g, '');
  const [user, pass] = [decoded(parsed.username), decoded(parsed.password)];
  if (user === undefined || pass === undefined)
    return wrong(
      'The name or the password in it is wrongly encoded.',
      'Write "%" as "%25", "@" as "%40", "/" as "%2F".',
    );
  return {
    host,
    port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
    secure,
    requireTLS: !secure && tls === null && !ON_THIS_MACHINE.test(host),
    ...(user !== '' && { auth: { user, pass } }),
  };
}

const wrong = (message: string, mend: string): WrongSmtp => ({
  code: 'wrong-smtp',
  path: 'mail_smtp',
  message,
  mend,
});

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Mails by SMTP, over connections that are kept for the next ones. */
export function smtpTransport(smtp: Smtp, timeoutMs = TIMEOUT_MS): Transport {
  const transporter = createTransport({
    ...smtp,
    pool: true,
    maxConnections: CONNECTIONS,
    // Whether it is sent again is decided by the outbox.
    maxRequeues: 0,
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    logger: false,
  });
  // Without a listener, a kept connection that breaks while nothing is sent would end the process.
  transporter.on('error', () => undefined);
  return {
    send: async (mail) => {
      try {
        // From now on, waiting for a free connection included.
        const signal = AbortSignal.timeout(timeoutMs);
        await transporter.sendMail({ ...composed(mail), signal });
        return { delivered: true };
      } catch (error) {
        return deliveryOf(error as SmtpFault);
      }
    },
    close: () => transporter.close(),
  };
}

type SmtpFault = { code?: string; responseCode?: number; response?: string; command?: string };

/** A mail that a server will never take for this receiver is not delivered; anything else may pass. */
function deliveryOf({ code = 'fault', responseCode, response = '', command = '' }: SmtpFault): Delivery {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const said = responseCode === undefined ? '' : ` (${[responseCode, enhanced].filter(Boolean).join(' ')})`;
  const isFinal = responseCode !== undefined && responseCode >= 500;
  if (isFinal && command.startsWith('RCPT'))
    return { delivered: false, because: `the mail server does not take mail for this address${said}` };
  if (isFinal && command.startsWith('DATA'))
    return { delivered: false, because: `the mail server does not take this mail${said}` };
  if (code === 'EENVELOPE' && responseCode === undefined)
    return { delivered: false, because: 'this is no address that mail can be sent to' };
  throw new Error(`${FAULTS[code] ?? `the mail server failed: ${code}`}${said}`);
}

const FAULTS: Readonly<Record<string, string>> = {
  EABORT: 'the mail server took too long',
  ETIMEDOUT: 'the mail server took too long',
  ECONNECTION: 'the mail server closed the connection',
  ESOCKET: 'the mail server can not be reached',
  EDNS: 'there is no mail server of this name',
  ETLS: 'the mail server can not be spoken to in private (STARTTLS)',
  EAUTH: 'the mail server does not take our name and password',
  EENVELOPE: 'the mail server does not take the mail now',
  EMESSAGE: 'the mail server does not take the mail now',
};

/**
 * Mails as files `<folder>/<organization>/<time>-<hash>.eml`, for `sayso mailbox`. Sent twice, a mail is the same file.
 */
export function folderTransport(folder: string): Transport {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    send: async (mail) => {
      const place = path.join(folder, mail.organization);
      await mkdir(place, { recursive: true });
      const name = `${sha256(mail.key).slice(0, 16)}.eml`;
      if ((await readdir(place)).some((other) => other.endsWith(`-${name}`))) return { delivered: true };
      const { message } = await composer.sendMail(composed(mail));
      if (!Buffer.isBuffer(message)) throw new Error('the composer gives a stream');
      const file = path.join(place, `${stamp(mail.at)}-${name}`);
      // With a beginning that no reader takes for a mail until all of it is there.
      const temporary = path.join(place, `.${name}.${process.pid}`);
      await writeFile(temporary, message, { mode: 0o600 });
      await rename(temporary, file);
      return { delivered: true };
    },
    close: () => undefined,
  };
}

/** "20260310T140000.123Z": names that sort by time. */
const stamp = (at: Instant): string =>
  formatInstant(at)
    .replaceAll(/[-:]/g, '')
    .replace(/(?<!\.\d{3})Z$/, '.000Z');
