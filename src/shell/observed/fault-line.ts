/**
 * What of an error may be logged and traced. Messages of errors repeat what somebody sent or what stands in a row
 * (`Key (email)=(…)`), so a message is kept only where it is known to hold no such thing; codes and places are always safe.
 */
import { DatabaseError } from 'pg';
import { DatabaseFault } from '../database/fault.ts';
import { StoreFault } from '../store/fault.ts';
import { Unavailable } from '../unavailable.ts';

export type FaultLine = {
  name: string;
  code?: string;
  message?: string;
  /** Of the database's schema, for its errors. */
  table?: string;
  constraint?: string;
  routine?: string;
  /** Of a network: which host did not do what. */
  syscall?: string;
  address?: string;
  port?: number;
  /** Where in the program: function, file, line. */
  at?: readonly string[];
  cause?: FaultLine;
};

const MOST_FRAMES = 6;
const NAME = /^[\w$.-]{1,60}$/;
const FRAME = /^ +at (?:[\w$.<>[\] ]+ \()?(?:file:\/\/|node:)[^\s()]+:\d+:\d+\)?$/;
/** Classes of SQLSTATE whose messages are about the server and never about a value in a row. */
const ABOUT_THE_SERVER = /^(?:08|28|3D|40|53|55|57|58)/;

/** The line for an error, whatever was thrown. */
export function faultLine(error: unknown, depth = 0): FaultLine {
  if (!(error instanceof Error)) return { name: typeof error };
  const line: FaultLine = { name: NAME.test(error.name) ? error.name : 'Error' };
  const code = stringOf(error, 'code');
  if (code !== undefined) line.code = code;
  const message = safeMessage(error);
  if (message !== undefined) line.message = message;
  for (const key of ['table', 'constraint', 'routine', 'syscall', 'address'] as const) {
    const value = stringOf(error, key);
    if (value !== undefined) line[key] = value;
  }
  if ('port' in error && typeof error.port === 'number') line.port = error.port;
  const at = framesOf(error);
  if (at.length > 0) line.at = at;
  if (error.cause instanceof Error && depth < 2) line.cause = faultLine(error.cause, depth + 1);
  return line;
}

function stringOf(error: Error, key: string): string | undefined {
  const value = (error as unknown as Record<string, unknown>)[key];
  return typeof value === 'string' && /^[\w$.:-]{1,100}$/.test(value) ? value : undefined;
}

function safeMessage(error: Error): string | undefined {
  const isSafe =
    error instanceof DatabaseFault ||
    error instanceof Unavailable ||
    (error instanceof StoreFault && error.code !== 'text') ||
    (error instanceof DatabaseError && ABOUT_THE_SERVER.test(error.code ?? ''));
  return isSafe ? error.message : undefined;
}

/** The frames of the stack, without the message that stands before them. */
function framesOf(error: Error): string[] {
  const stack = error.stack ?? '';
  const message = stack.indexOf(error.message);
  const frames = message < 0 ? stack : stack.slice(message + error.message.length);
  return frames
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim().slice(3));
}
