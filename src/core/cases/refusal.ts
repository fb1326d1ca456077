/** Why a command is refused: a stable code, the path in the command, what is wrong, and how to mend it. Nothing changes. */
export type Refusal = { code: string; path: string; message: string; mend: string };
