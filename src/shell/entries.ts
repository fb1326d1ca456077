/** Events as entries of the ledger, and back. Their canonical form is what is hashed: it never changes. */
import type { Event } from '../core/cases/event.ts';
import { canonical, sha256, type Json } from '../core/words/hash.ts';
import { formatInstant, parseInstant } from '../core/words/time.ts';
import type { Entry } from './store/step.ts';

/** Where an event belongs. */
type Place = { organization: string; conversation: string | null };

/**
 * An event as an entry. Personal values are kept apart; the body holds their salted hash, so that they can be erased
 * and the chain still holds.
 * @param salt 32 hexadecimal digits, new for every entry
 */
export function entryOf(event: Event, place: Place, salt: string, customerKey: string | null): Entry {
  const { personal, ...open } = event as Event & { personal?: object };
  const value = personal === undefined ? undefined : canonical(personal as Json);
  const body = canonical({
    ...(open as unknown as Record<string, Json>),
    at: formatInstant(event.at),
    organization_id: place.organization,
    conversation: place.conversation,
    ...(value !== undefined && { personal: sha256(salt + value) }),
  });
  return {
    body,
    kind: event.kind,
    conversation: place.conversation,
    case: event.case,
    ...(value !== undefined && { personal: { salt, value, customerKey } }),
  };
}

/** An entry's event again; erased personal values are simply not there. */
export function eventOf(body: string, personal: string | null): Event {
  const {
    organization_id: _,
    conversation: __,
    personal: ___,
    at,
    ...rest
  } = JSON.parse(body) as Record<string, Json>;
  const instant = typeof at === 'string' ? parseInstant(at) : undefined;
  if (instant === undefined) throw new Error(`an entry without an instant: ${body.slice(0, 100)}`);
  return {
    ...rest,
    at: instant,
    ...(personal !== null && { personal: JSON.parse(personal) as Json }),
  } as unknown as Event;
}
