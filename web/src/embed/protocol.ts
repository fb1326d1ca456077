/**
 * What a helpdesk and the panel say to each other (docs/reference/embed.md). The panel hears its own parent alone, and only if
 * that comes from an origin that the service lists; it answers that origin and no other.
 */
import type { Json } from '../../../sdk/index.ts';

/** The conversation that a message is about. What is about another than the one that is open is dropped, on both sides. */
export type Contact = { system: string; id: string };

/** From the helpdesk. */
export type FromHost = { conversation: Contact } & (
  | {
      type: 'sayso:open';
      /** Of the agent: short-lived, made by the helpdesk's server. */
      token: string;
      conversation: { url?: string; channel?: string };
      /** What the customer wants, in their words. */
      words?: string;
      customer?: string;
      subject?: string;
      need?: string;
      language?: string;
      facts?: Record<string, Json>;
    }
  /** The agent has left the conversation. */
  | { type: 'sayso:close' }
  /** More became known. */
  | { type: 'sayso:facts'; facts: Record<string, Json> }
  /** The agent is writing this; it is looked at, and what is better said otherwise is shown. */
  | { type: 'sayso:draft'; text: string }
  /** The agent sent this to the customer. */
  | { type: 'sayso:sent'; text: string }
);

/** From the panel, about the conversation that is open. */
export type AboutContact =
  /** Words that fit; `insert`: the agent wants them in the reply. */
  | { type: 'sayso:wording'; text: string; verdict: string; insert: boolean }
  /** The reply with what is better said otherwise put in: it is to stand in the place of the draft. */
  | { type: 'sayso:reply'; text: string }
  | { type: 'sayso:stored'; case: string; stage: string };

/** From the panel. */
export type FromPanel =
  | { type: 'sayso:ready'; version: 1 }
  | { type: 'sayso:height'; px: number }
  | (AboutContact & { conversation: Contact })
  /** The token is no good any more: `sayso:open` again, with another. */
  | { type: 'sayso:token-needed'; conversation: Contact };

export const isSame = (one: Contact | undefined, other: Contact): boolean =>
  one?.system === other.system && one.id === other.id;

/** Of the service, for this panel; written into the document by it. */
export const originsIn = (document: Document): string[] =>
  (document.querySelector<HTMLMetaElement>('meta[name="sayso-embed-origins"]')?.content ?? '')
    .split(' ')
    .filter((origin) => origin !== '');

/** A message of the protocol, or nothing: whatever else is sent is not for the panel. */
function readMessage(data: unknown): FromHost | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const sent = data as Record<string, unknown>;
  const isText = (name: string): boolean => sent[name] === undefined || typeof sent[name] === 'string';
  const isFacts =
    sent['facts'] === undefined || (typeof sent['facts'] === 'object' && sent['facts'] !== null);
  const contact = sent['conversation'] as Record<string, unknown> | null | undefined;
  if (typeof contact?.['system'] !== 'string' || typeof contact['id'] !== 'string') return undefined;
  switch (sent['type']) {
    case 'sayso:open': {
      const areTexts = ['words', 'customer', 'subject', 'need', 'language'].every(isText);
      return typeof sent['token'] === 'string' && isFacts && areTexts ? (data as FromHost) : undefined;
    }
    case 'sayso:close':
      return data as FromHost;
    case 'sayso:facts':
      return isFacts && sent['facts'] !== undefined ? (data as FromHost) : undefined;
    case 'sayso:draft':
    case 'sayso:sent':
      return typeof sent['text'] === 'string' ? (data as FromHost) : undefined;
    default:
      return undefined;
  }
}

/** Whether the sent text says the words, whatever white space and case. */
export const saysIt = (text: string, say: string): boolean =>
  say.trim() !== '' && plain(text).includes(plain(say));

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export type Host = { send: (message: FromPanel) => void; stop: () => void };

/** Hears the helpdesk around this window, if it is one that may show the panel. */
export function hearHost(
  window: Window,
  origins: readonly string[],
  hear: (message: FromHost) => void,
): Host {
  const { parent } = window;
  let known: string | undefined;
  const listen = (event: MessageEvent): void => {
    if (parent === window || event.source !== parent || !origins.includes(event.origin)) return;
    const message = readMessage(event.data);
    if (!message) return;
    known = event.origin;
    hear(message);
  };
  window.addEventListener('message', listen);
  return {
    // Before it has spoken it may be any of them: the browser hands a message to that origin only.
    send: (message) => {
      if (parent === window) return;
      for (const origin of known === undefined ? origins : [known]) parent.postMessage(message, origin);
    },
    stop: () => window.removeEventListener('message', listen),
  };
}
