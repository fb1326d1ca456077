/** What is stored of a customer and counts in a case: it enters the request when the case learns whose it is. */
import { isSpecialAt, type Request } from '../decide/request.ts';
import { formatInstant, type Instant } from '../words/time.ts';
import type { RawRequest } from './conversation.ts';

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
