/** What is stored of a customer and counts in a case: it enters the request when the case learns whose it is. */
import { isSpecialAt, type Request } from '../decide/request.ts';
import { formatInstant, type Instant } from '../words/time.ts';
import type { RawRequest } from './conversation.ts';
import type { Event } from './event.ts';

/** As far as it counts in a case. The flag's criteria and the customer's preferences stay with the customer. */
export type KnownCustomer = {
  /** The flag of a special client; its owner may be left to the book's role. */
  special?: { owner?: string; until: Instant };
  language?: string;
  time_zone?: string;
};

/** What a request takes over from its customer. Events hold it, so that what counted then is known without any table. */
export type TakenOver = Pick<RawRequest, 'special' | 'language' | 'time_zone'>;

/**
 * What a request takes over: language and time zone where it says none, and the flag where it has none that holds now. A
 * request can bring a flag; it can't take one away.
 * @param read the request as it is read without it
 */
export function takenOver(
  request: Pick<RawRequest, 'language' | 'time_zone'>,
  read: Request,
  { special, language, time_zone: zone }: KnownCustomer,
  at: Instant,
): TakenOver {
  const holds = special !== undefined && at < special.until && !isSpecialAt(read, at);
  return {
    ...(holds && {
      special: {
        until: formatInstant(special.until),
        ...(special.owner !== undefined && { owner: special.owner }),
      },
    }),
    ...(request.language === undefined && language !== undefined && { language }),
    ...(request.time_zone === undefined && zone !== undefined && { time_zone: zone }),
  };
}

/**
 * An event as colleagues see it: without what it says of a customer's flag. To look at that is an operation of its own,
 * and on the record.
 */
export function withoutFlag(event: Event): Event {
  switch (event.kind) {
    case 'opened': {
      if (event.personal?.request.special === undefined) return event;
      const { special: _, ...request } = event.personal.request;
      return { ...event, personal: { ...event.personal, request } };
    }
    case 'told': {
      if (event.personal?.special === undefined) return event;
      const { special: _, ...personal } = event.personal;
      return { ...event, personal };
    }
    case 'special client flagged':
    case 'special client withdrawn':
    case 'flag viewed': {
      const { personal: _, ...rest } = event;
      return rest;
    }
    default:
      return event;
  }
}
