/** Gives an engine mail among its channels, as it is configured. */
import { isIP } from 'node:net';
import { StoreFault } from '../store/fault.ts';
import type { Engine } from '../engine.ts';
import { isAddress, readSender } from './mail-address.ts';
import { mailChannel, withMail } from './mail.ts';
import { folderTransport, readSmtp, smtpTransport } from './mail-transport.ts';

export type MailConfiguration = {
  /** `SAYSO_MAIL_SMTP`; left out: mails are files in the folder. */
  smtp?: string;
  /** `SAYSO_MAIL_FOLDER` */
  folder: string;
  /** `SAYSO_MAIL_FROM`; left out: sayso@ and the host of the service. */
  from?: string;
  /** `SAYSO_MAIL_REPLY_TO`; left out: nobody reads replies. */
  replyTo?: string;
};

/**
 * Connects an engine to mail.
 * @param standsIn for channels that are not connected, where a mail address is known
 * @returns what lets go of the connections
 * @throws StoreFault `mail` when the address of the mail server is none
 */
export function connectMail(engine: Engine, configuration: MailConfiguration, standsIn: boolean): () => void {
  const { smtp, folder, from, replyTo } = configuration;
  const read = smtp === undefined ? undefined : readSmtp(smtp);
  if (read && 'code' in read) throw new StoreFault('mail', `${read.path}: ${read.message}`, read.mend);
  const sender = readSender(from ?? `sayso@${hostOf(engine.links?.publicUrl())}`);
  if (!sender)
    throw new StoreFault(
      'mail',
      `mail_from: "${from ?? ''}" is no address`,
      'Write for example: Customer care <care@example.org>',
    );
  if (replyTo !== undefined && !isAddress(replyTo))
    throw new StoreFault('mail', 'mail_reply_to is no address', 'Write for example: care@example.org');
  const transport = read ? smtpTransport(read) : folderTransport(folder);
  const mail = mailChannel({
    engine,
    transport,
    from: sender,
    ...(replyTo !== undefined && { replyTo }),
    otherwise: engine.channels.otherwise,
    standsIn,
  });
  engine.channels = withMail(engine.channels, mail, standsIn);
  return transport.close;
}

/** The name in an address of the service; one without a name is of this machine. */
function hostOf(url: string | undefined): string {
  const host = url === undefined ? undefined : URL.parse(url)?.hostname;
  return host === undefined || isIP(host.replaceAll(/^\[|\]$/g, '')) > 0 ? 'localhost' : host;
}
