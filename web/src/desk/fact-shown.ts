/** A fact as it is asked for: how it is called, what is asked, what it may be. */
import type { Output } from '../service/calls.ts';
import { labelOf } from '../words/shown.ts';
import type { FactKind } from './fact-value.ts';

export type FactShown = {
  name: string;
  label: string;
  kind: FactKind;
  unit?: string | undefined;
  choices?: readonly string[] | undefined;
  ask?: string | undefined;
  /** What shows it, where a claim is not enough. */
  proof?: string | undefined;
  knownBy?: string | undefined;
};

/**
 * @param fields those of the request type
 * @param missing what the decision still wants: it asks in words of its own
 */
export function factShown(
  name: string,
  fields: Output<'type.show'>['facts'] = [],
  missing: Output<'decide'>['missing'] = [],
): FactShown {
  const field = fields.find(({ fact }) => fact === name);
  const asked = missing.find(({ fact }) => fact === name);
  return {
    name,
    label: field?.label ?? labelOf(name),
    kind: field?.kind ?? 'text',
    unit: field?.unit,
    choices: field?.choices,
    ask: asked?.ask ?? field?.ask,
    proof: field?.proof,
    knownBy: field?.known_by ?? asked?.known_by,
  };
}
