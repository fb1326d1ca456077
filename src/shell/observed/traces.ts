/**
 * Traces: from a request through the command to the message that goes out, across the outbox. Made only where they go
 * somewhere. Attributes say what kind of thing happened, and never to whom.
 */
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { faultLine } from './fault-line.ts';
import { TRACEPARENT } from './trace-context.ts';

export type SpanOf = {
  attributes?: Attributes;
  /** The W3C trace context of what caused it. Left out: the present span, if there is one. */
  cause?: string;
};

export type Traces = {
  span: <T>(
    name: string,
    of: SpanOf,
    work: (note: (attributes: Attributes) => void) => Promise<T>,
  ) => Promise<T>;
  /** The present span as W3C trace context (`00-…-…-01`). */
  present: () => string | undefined;
  /** Sends what is left, and ends. Never rejects: what nobody takes is lost. */
  close: () => Promise<void>;
};

const CLOSES_WITHIN_MS = 2000;

/** Where spans go in earnest: in batches, by OTLP over HTTP. */
export const processorTo = (url: string): SpanProcessor =>
  new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, timeoutMillis: 3000 }) });

export function tracesTo(processor: SpanProcessor): Traces {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'sayso' }),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('sayso');
  // Of its own, not the global one: what other parts of the process trace is no part of this.
  const contexts = new AsyncLocalStorageContextManager().enable();
  return {
    span: (name, { attributes, cause }, work) => {
      const from = causeOf(cause) ?? contexts.active();
      const kind = name.startsWith('request') ? SpanKind.SERVER : SpanKind.INTERNAL;
      const span = tracer.startSpan(name, { kind, ...(attributes && { attributes }) }, from);
      return contexts.with(trace.setSpan(from, span), async () => {
        try {
          return await work((more) => span.setAttributes(more));
        } catch (error) {
          const { name: error_name, code } = faultLine(error);
          span.setAttributes({ 'error.type': code ?? error_name });
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    present: () => {
      const span = trace.getSpanContext(contexts.active());
      return span && `00-${span.traceId}-${span.spanId}-0${span.traceFlags & 1}`;
    },
    close: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSES_WITHIN_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      contexts.disable();
    },
  };
}

/** The context that a stored or received trace context stands for. */
function causeOf(traceparent: string | undefined): Context | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
  });
}
