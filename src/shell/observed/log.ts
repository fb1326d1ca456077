/**
 * The log: JSON lines, each of a closed set of fields. Who asks, who serves, what was said and what about stands in none of
 * them: not as a name, not as a number, not inside a path or an error. The record of all that is the ledger.
 */
import pino from 'pino';
import type { LOG_LEVELS } from '../configuration/settings.ts';
import { faultLine } from './fault-line.ts';
import { traceIdOf } from './trace-context.ts';

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a request came to. */
export type RequestSeen = {
  /** The name of the operation, never the path: a path holds ids and tokens. */
  operation: string;
  status: number;
  ms: number;
  /** The request's id, which its answer carries too. */
  request: string;
  organization?: string;
  /** The code of the problem that it was answered with. */
  problem?: string;
  /** The trace context of its span. */
  cause?: string;
};

/** Where something went wrong. */
export type Place = {
  where:
    | 'request'
    | 'timer'
    | 'effect'
    | 'notice'
    | 'taking work'
    | 'comparing clocks'
    | 'telling cases'
    | 'anchors'
    | 'months'
    | 'live events'
    /** Nobody caught it: the process ends. */
    | 'process';
  organization?: string;
  conversation?: string;
  case?: string;
  request?: string;
};

export type Log = {
  request: (seen: RequestSeen) => void;
  fault: (error: unknown, place: Place, cause: string | undefined) => void;
  /** What the node itself does, in words of our own. */
  note: (words: string, more?: Readonly<Record<string, number | string>>) => void;
};

/** An id that Sayso made. One that a client chose may be anything, a name too. */
const OURS = /^[cv][0-9a-f]{12,16}$/;
const ourId = (id: string | undefined): string | undefined =>
  id !== undefined && OURS.test(id) ? id : undefined;

/** A log that writes lines. */
export function logTo(write: (line: string) => void, level: LogLevel): Log {
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    request: ({ operation, status, ms, request, organization, problem, cause }) => {
      const trace = traceIdOf(cause);
      const line = {
        operation,
        status,
        ms: Math.round(ms * 10) / 10,
        request,
        ...(organization !== undefined && { organization }),
        ...(problem !== undefined && { problem }),
        ...(trace !== undefined && { trace }),
      };
      // What watches a node asks all the time.
      const isWatch = operation.startsWith('/') && status < 400;
      log[status >= 500 ? 'error' : isWatch ? 'debug' : 'info'](line, 'request');
    },
    fault: (error, place, cause) => {
      const trace = traceIdOf(cause);
      const { where, organization, request } = place;
      const [conversation, one] = [ourId(place.conversation), ourId(place.case)];
      log.error(
        {
          where,
          ...(organization !== undefined && { organization }),
          ...(conversation !== undefined && { conversation }),
          ...(one !== undefined && { case: one }),
          ...(request !== undefined && { request }),
          ...(trace !== undefined && { trace }),
          fault: faultLine(error),
        },
        'fault',
      );
    },
    note: (words, more = {}) => log.info(more, words),
  };
}
