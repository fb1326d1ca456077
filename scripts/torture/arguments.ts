/** What the commands of a trial by fire are given. */

/**
 * A whole number above 0; left out, a random one. Says what is wrong and ends the process otherwise.
 * @param name of the option
 */
export function whole(name: string, text: string | undefined): number {
  if (text === undefined) return Math.floor(Math.random() * 2 ** 31) + 1;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  console.error(`--${name} ${text} is no whole number above 0.`);
  return process.exit(2);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());

/** Aborts when the process is to end: after the step that it is in. */
export const stopping = interrupted.signal;
