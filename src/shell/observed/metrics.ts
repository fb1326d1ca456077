/**
 * What a node counts. Labels are words of the product alone, so there are few of them: no names, no organization's own
 * request types, nobody's person. What is found when somebody looks (age of the outbox, connections) is in `metrics-text.ts`.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Conversation } from '../../core/cases/conversation.ts';
import type { Event } from '../../core/cases/event.ts';
import { MINUTE } from '../../core/words/time.ts';

const SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
/** How late is late for what was promised to the minute. */
const LATENESS = [0.05, 0.25, 1, 5, 30, 60, 300, 1800, 7200];
const MINUTES = [0.1, 1, 5, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080];

export type Metrics = ReturnType<typeof metersOf>;

/** The meters of a node, in a registry of their own. */
export function metersOf() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'sayso_' });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> =>
    new Counter({ name: `sayso_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    new Gauge({ name: `sayso_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> => new Histogram({ name: `sayso_${name}`, help, buckets, labelNames, registers });
  return {
    registry,
    verdicts: counter('verdicts_total', 'Decisions, by what asked for them and what they came to', [
      'operation',
      'verdict',
    ]),
    minutesToYes: histogram('minutes_to_yes', 'From opening a case to its yes, in minutes', MINUTES),
    hopsToYes: histogram(
      'hops_to_yes',
      'How often the question was passed on before the yes',
      [0, 1, 2, 3, 5],
    ),
    opened: counter('cases_opened_total', 'Cases opened'),
    closed: counter('cases_closed_total', 'Cases closed, by how they ended', ['as']),
    promises: counter('promises_total', 'Promises to customers, by what became of them', ['outcome']),
    holdingReplies: counter(
      'holding_replies_total',
      'Replies that went out by themselves when nobody wrote in time',
    ),
    late: counter('late_total', 'Answers and fulfillments that were late', ['what']),
    commands: histogram('command_seconds', 'Carrying out a command', SECONDS, ['command', 'outcome']),
    refusals: counter('refusals_total', 'Commands that were refused, by why', ['code']),
    conflicts: counter('conflicts_total', 'Commands decided anew because something was written meanwhile'),
    timerLateness: histogram('timer_lateness_seconds', 'How late what came of a timer was stored', LATENESS),
    effects: counter('effects_total', 'Messages, by kind and by what came of them', ['kind', 'outcome']),
    effectLateness: histogram('effect_lateness_seconds', 'How late a message was delivered', LATENESS),
    faults: counter('faults_total', 'What failed and was, or is, tried again; by where', ['where']),
    requests: histogram('request_seconds', 'Answering a request', SECONDS, ['operation', 'status']),
    inFlight: gauge('requests_in_flight', 'Requests that are being answered'),
    streams: gauge('event_streams', 'Event streams that are open'),
    outboxAge: gauge('outbox_age_seconds', 'How long the oldest message that is due has been waiting'),
    outboxDue: gauge('outbox_due', 'Messages that are due and not delivered'),
    timersOverdue: gauge('timers_overdue_seconds', 'How long the oldest timer that is due has been waiting'),
    setAside: gauge('set_aside', 'What failed ten times and rests until somebody looks at it', ['kind']),
    connections: gauge('database_connections', 'Connections to the database, by what they do', ['state']),
    databaseUp: gauge('database_up', 'Whether the database answered when this was asked for'),
    clockOff: gauge('clock_off_seconds', "How far this node's clock is ahead of the database's"),
    draining: gauge('draining', 'Whether this node is stopping and takes nothing new'),
  };
}

/** Counts what a command's events say. */
export function countEvents(
  meters: Metrics,
  command: string,
  conversation: Conversation,
  events: readonly Event[],
): void {
  for (const event of events) {
    if ('decision' in event) meters.verdicts.inc({ operation: command, verdict: event.decision.verdict });
    switch (event.kind) {
      case 'opened':
        meters.opened.inc();
        break;
      case 'granted': {
        const one = conversation.cases.find(({ id }) => id === event.case);
        if (!one) break;
        meters.minutesToYes.observe((event.at - one.openedAt) / MINUTE);
        meters.hopsToYes.observe(one.hops);
        break;
      }
      case 'closed':
        meters.closed.inc({ as: event.as });
        break;
      case 'promise kept':
        meters.promises.inc({ outcome: 'kept' });
        break;
      case 'promise broken':
        meters.promises.inc({ outcome: 'broken' });
        break;
      case 'holding reply sent':
        meters.holdingReplies.inc();
        break;
      case 'answer late':
        meters.late.inc({ what: 'answer' });
        break;
      case 'fulfillment late':
        meters.late.inc({ what: 'fulfillment' });
        break;
      default:
    }
  }
}
