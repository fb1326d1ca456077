/** Counts, logs and, where there are traces, traces. */
import type { Log, Place } from './log.ts';
import { countEvents, metersOf, type Metrics } from './metrics.ts';
import type { Observed } from './observed.ts';
import type { Traces } from './traces.ts';

const nothing = (): void => undefined;

/** What a node tries again all the time is logged once in a while, and counted every time. */
const OVER_AND_OVER: ReadonlySet<Place['where']> = new Set([
  'taking work',
  'comparing clocks',
  'live events',
]);
const AGAIN_MS = 10_000;

/** What a served node has at `engine.observed`. */
export function observe(log: Log, traces?: Traces): Observed {
  const meters = metersOf();
  const logged = new Map<Place['where'], number>();
  const cause = (): string | undefined => traces?.present();
  const span: Traces['span'] = traces ? traces.span : (_name, _of, work) => work(nothing);
  return {
    meters,
    answering: async (operation, from, work) => {
      meters.inFlight.inc();
      try {
        return await span(`request ${operation}`, { ...(from !== undefined && { cause: from }) }, work);
      } finally {
        meters.inFlight.dec();
      }
    },
    request: (seen) => {
      const status = `${Math.floor(seen.status / 100)}xx`;
      meters.requests.observe({ operation: seen.operation, status }, seen.ms / 1000);
      log.request(seen);
    },
    decided: (operation, verdict) => meters.verdicts.inc({ operation, verdict }),
    command: commandsOf(meters, span),
    conflict: () => meters.conflicts.inc(),
    stored: (command, conversation, events) => countEvents(meters, command, conversation, events),
    timer: (lateMs) => meters.timerLateness.observe(Math.max(0, lateMs) / 1000),
    delivering: (kind, from, work) =>
      span('deliver', { attributes: { kind }, ...(from !== undefined && { cause: from }) }, work),
    effect: (kind, outcome, lateMs) => {
      meters.effects.inc({ kind, outcome });
      if (outcome === 'delivered') meters.effectLateness.observe(Math.max(0, lateMs) / 1000);
    },
    stream: (change) => meters.streams.inc(change),
    fault: (error, place) => {
      const { where } = place;
      meters.faults.inc({ where });
      if (OVER_AND_OVER.has(where)) {
        const now = performance.now();
        if (now - (logged.get(where) ?? -Infinity) < AGAIN_MS) return;
        logged.set(where, now);
      }
      log.fault(error, place, cause());
    },
    note: log.note,
    part: (name, work, attributes) => span(name, { ...(attributes && { attributes }) }, work),
    cause,
    close: async () => {
      await traces?.close();
    },
  };
}

/** Surrounds commands: how long each took, and what came of it. */
const commandsOf =
  (meters: Metrics, span: Traces['span']): Observed['command'] =>
  ({ organization, command }, work) =>
    span('handle', { attributes: { organization, command: command.do } }, async (note) => {
      const began = performance.now();
      let outcome = 'fault';
      try {
        const carried = await work();
        outcome = carried.done ? (carried.replayed ? 'replayed' : 'done') : 'refused';
        if (!carried.done) {
          meters.refusals.inc({ code: carried.refused.code });
          note({ refused: carried.refused.code });
        }
        return carried;
      } finally {
        meters.commands.observe({ command: command.do, outcome }, (performance.now() - began) / 1000);
      }
    });
