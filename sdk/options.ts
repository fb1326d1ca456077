/** How a client is made. */
export type ClientOptions = {
  /** Where the service is: `https://sayso.example.org`; empty: where the page comes from. */
  url: string;
  /** Who calls; asked before every request. */
  token: () => string | undefined | Promise<string | undefined>;
  fetch?: typeof fetch;
  /** How often a request is tried again at the most; 4 when left out. */
  retries?: number;
  /** How long one try may take, in milliseconds; 15,000 when left out. */
  timeoutMs?: number;
  /** Hears that a token is not (or no longer) good, and which: a later one may have taken its place. */
  onUnauthorized?: (token: string | undefined) => void;
};
