/** Why a command is refused: a stable code, the path in the command, what is wrong, and how to mend it. Nothing changes. */
export type Refusal = { code: string; path: string; message: string; mend: string };

/** What is wrong with what was sent. */
export type Problems = { problems: readonly Refusal[] };

export const refusal = (code: string, path: string, message: string, mend: string): Refusal => ({
  code,
  path,
  message,
  mend,
});

/** One refusal, as what refuses for one reason at a time gives it. */
export const refused = (...words: Parameters<typeof refusal>): { refused: Refusal } => ({
  refused: refusal(...words),
});

/** One refusal, as what finds all that is wrong gives it. */
export const problem = (...words: Parameters<typeof refusal>): Problems => ({
  problems: [refusal(...words)],
});
