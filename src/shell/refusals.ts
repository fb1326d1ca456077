/** What many commands are refused for, in the same words. */
import { refusal, type Refusal } from '../core/cases/refusal.ts';

export const unknownOrganization = (organization: string): Refusal =>
  refusal(
    'unknown-organization',
    'organization',
    `There is no organization "${organization}".`,
    'Put it in: sayso organization put.',
  );

export const unknownCase = (id: string): Refusal =>
  refusal('unknown-case', 'case', `There is no case "${id}".`, 'Look it up in the list of cases.');

export const unknownZone = (place: string, name: string): Refusal =>
  refusal(
    'unknown-time-zone',
    place,
    `There is no time zone "${name}".`,
    'Send a region and a city of it, such as "Europe/Berlin".',
  );

export const keyReused = (): Refusal =>
  refusal(
    'key-reused',
    'key',
    'This idempotency key was sent with another command.',
    'Use a new key for every command.',
  );
