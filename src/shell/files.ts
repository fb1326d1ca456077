/** Files as text, with a limit on their size and a sentence for what goes wrong. */
import { closeSync, createReadStream, fstatSync, openSync, readFileSync } from 'node:fs';

/** A file that could not be read: why, and how to mend it. */
export class FileFault extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

const REASONS: Record<string, [string, string]> = {
  ENOENT: ['There is no such file', 'Check the path; it is read from the folder you are in.'],
  EACCES: ['The file may not be read', 'Give yourself the right to read it.'],
  EISDIR: ['This is a folder', 'Name a file in it.'],
};

const faultWords = (code: string, file: string): [string, string] => {
  const [message, mend] = REASONS[code] ?? [`The file can't be read (${code})`, 'Check the path.'];
  return [`${message}: ${file}`, mend];
};

const faultOf = (file: string, error: unknown): FileFault =>
  new FileFault(...faultWords(error instanceof Error && 'code' in error ? String(error.code) : '', file));

/** Reads a text file of at most `mostBytes`. Throws a {@link FileFault}. */
export function readText(file: string, mostBytes: number): string {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const { size } = fstatSync(handle);
    if (size > mostBytes)
      throw new FileFault(
        `${file} has ${Math.ceil(size / 1024 / 1024)} MB`,
        `At most ${mostBytes / 1024 / 1024} MB are read.`,
      );
    return readFileSync(handle, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw error instanceof FileFault ? error : faultOf(file, error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Opens a file to be read piece by piece. Throws a {@link FileFault}. */
export function openStream(file: string): AsyncIterable<Buffer | string> {
  try {
    const fd = openSync(file, 'r');
    if (fstatSync(fd).isDirectory()) {
      closeSync(fd);
      throw new FileFault(...faultWords('EISDIR', file));
    }
    return createReadStream(file, { fd });
  } catch (error) {
    throw error instanceof FileFault ? error : faultOf(file, error);
  }
}
