/**
 * What a helpdesk needs to show Sayso's side panel, and all of it: a frame, a token for whoever is signed in, and a few
 * messages. Take it as it is (docs/reference/embed.md says what each message means).
 */
type Contact = { system: string; id: string; channel?: string };

type Ticket = {
  conversation: Contact;
  words: string;
  customer?: string;
  subject?: string;
  facts?: Readonly<Record<string, string | number | boolean>>;
};

type Options = {
  /** Where Sayso is: the frame's origin, and the only one that is listened to. */
  sayso: string;
  /** A token of the agent, made by the helpdesk's own server. */
  token: () => Promise<string>;
  /** Words that fit the conversation that is shown; `insert`: the agent wants them in the reply. */
  onWording: (text: string, insert: boolean) => void;
  /** The draft, better said; it stands in the draft's place. */
  onReply: (text: string) => void;
  /** Something is on record, of this conversation: the agent may be at the next one already. */
  onStored: (caseId: string, stage: string, conversation: Contact) => void;
};

/** After a token that could not be had, so long until it is asked for once more. */
const AGAIN_MS = 5000;

/** Shows the panel in a frame. */
export function showPanel(frame: HTMLIFrameElement, options: Options) {
  const { origin } = new URL(options.sayso, location.href);
  /** The conversation that the agent looks at. */
  let shown: Ticket | undefined;
  /** What is to be told of it once the panel has heard of it; undefined: it has. */
  let waiting: object[] | undefined = [];
  /** Whether the panel has said that it listens: what is posted before is heard by nobody. */
  let isReady = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  const post = (message: object): void => frame.contentWindow?.postMessage(message, origin);
  const open = async (ticket: Ticket | undefined): Promise<void> => {
    if (!ticket || !isReady) return;
    clearTimeout(again);
    const token = await options.token().catch(() => undefined);
    // Another one was opened meanwhile.
    if (shown !== ticket) return;
    if (token === undefined) {
      again = setTimeout(() => void open(ticket), AGAIN_MS);
      return;
    }
    post({ type: 'sayso:open', token, ...ticket });
    waiting?.forEach(post);
    waiting = undefined;
  };
  const tell = (message: object): void => {
    if (!shown) return;
    const { system, id } = shown.conversation;
    const about = { ...message, conversation: { system, id } };
    if (waiting) waiting.push(about);
    else post(about);
  };
  const isShown = (contact: Partial<Contact> | undefined): boolean =>
    shown?.conversation.id === contact?.id && shown?.conversation.system === contact?.system;
  window.addEventListener('message', (event: MessageEvent<Record<string, unknown>>) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const { type, px, text, insert, case: caseId, stage } = event.data;
    const contact = event.data['conversation'] as Contact | undefined;
    if (type === 'sayso:ready') {
      isReady = true;
      void open(shown);
    }
    if (type === 'sayso:height') frame.height = String(px);
    if (type === 'sayso:stored' && contact) options.onStored(String(caseId), String(stage), contact);
    if (!isShown(contact)) return;
    if (type === 'sayso:token-needed') void open(shown);
    if (type === 'sayso:wording') options.onWording(String(text), insert === true);
    if (type === 'sayso:reply') options.onReply(String(text));
  });
  frame.src = `${origin}/embed`;
  return {
    /** The conversation that the agent looks at now. */
    show: (ticket: Ticket): void => {
      if (!waiting) tell({ type: 'sayso:close' });
      shown = ticket;
      waiting = [];
      void open(ticket);
    },
    /** What the agent is writing. */
    draft: (text: string): void => tell({ type: 'sayso:draft', text }),
    /** What the agent sent to the customer. */
    sent: (text: string): void => tell({ type: 'sayso:sent', text }),
  };
}
