/** Which words of a command the customer reads or hears. */
import type { CommandName, DoorCommand } from './command.ts';

const TO_CUSTOMER: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  hold: ['words'],
  restate: ['words'],
  ask_customer: ['words'],
  offer: ['words'],
  promise: ['words'],
  update: ['words'],
  warn: ['words'],
  decline: ['words'],
  answer: ['tell', 'repair'],
};

/** The words of a command that go to the customer, by their key. */
export function wordsToCustomer(command: DoorCommand): { field: string; text: string }[] {
  return (TO_CUSTOMER[command.do] ?? []).flatMap((field) => {
    const text = (command as Readonly<Record<string, unknown>>)[field];
    return typeof text === 'string' ? [{ field, text }] : [];
  });
}
