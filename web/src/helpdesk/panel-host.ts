/**
 * What a helpdesk needs to show Sayso's side panel, and all of it: a frame, a token for whoever is signed in, and a few
 * messages. Take it as it is (docs/reference/embed.md says what each message means).
 */
type Ticket = {
  conversation: { system: string; id: string; channel?: string };
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
  /** Words that fit; `insert`: the agent wants them in the reply. */
  onWording: (text: string, insert: boolean) => void;
  /** The draft, better said; it stands in the draft's place. */
  onReply: (text: string) => void;
  onStored: (caseId: string, stage: string) => void;
};

/** Shows the panel in a frame. */
export function showPanel(frame: HTMLIFrameElement, options: Options) {
  const { origin } = new URL(options.sayso, location.href);
  let shown: Ticket | undefined;
  const send = (message: object): void => frame.contentWindow?.postMessage(message, origin);
  const open = async (): Promise<void> => {
    if (shown) send({ type: 'sayso:open', token: await options.token(), ...shown });
  };
  window.addEventListener('message', (event: MessageEvent<Record<string, unknown>>) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const { type, px, text, insert, case: caseId, stage } = event.data;
    if (type === 'sayso:ready' || type === 'sayso:token-needed') void open();
    if (type === 'sayso:height') frame.height = String(px);
    if (type === 'sayso:wording') options.onWording(String(text), insert === true);
    if (type === 'sayso:reply') options.onReply(String(text));
    if (type === 'sayso:stored') options.onStored(String(caseId), String(stage));
  });
  frame.src = `${origin}/embed`;
  return {
    /** The conversation that the agent looks at now. */
    show: (ticket: Ticket): void => {
      shown = ticket;
      void open();
    },
    /** What the agent is writing. */
    draft: (text: string): void => send({ type: 'sayso:draft', text }),
    /** What the agent sent to the customer. */
    sent: (text: string): void => send({ type: 'sayso:sent', text }),
  };
}
