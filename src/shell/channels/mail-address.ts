/** Addresses of mail: one and nothing else, so that none can bring a second one, or a line of a header. */

const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*$/u;
const MOST_ADDRESS = 254;

export const isAddress = (text: string | undefined): text is string =>
  text !== undefined && text.length <= MOST_ADDRESS && ADDRESS.test(text);

/** Somebody with an address; without a name, it is empty. */
export type Sender = { name: string; address: string };

/** Reads `care@example.org` or `Customer care <care@example.org>`; undefined: it is none. */
export function readSender(text: string): Sender | undefined {
  const match = /^ *(?:"?([^"<>\p{C}]*?)"? *<([^<>]+)>|(\S+)) *$/u.exec(text);
  const address = match?.[2] ?? match?.[3];
  return isAddress(address) ? { name: match?.[1]?.trim() ?? '', address } : undefined;
}
