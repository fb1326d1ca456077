/** A place in a trace as text, as W3C Trace Context has it: version, trace, span, flags. */
export const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The id of the trace, as it stands on log lines. */
export const traceIdOf = (cause: string | undefined): string | undefined =>
  TRACEPARENT.exec(cause ?? '')?.[1];
