/** What is known beside the facts: the need behind it; grounds for an exception; what was noticed about the customer. */
import { NativeSelect } from '@mantine/core';
import type { Output } from '../service/calls.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import type { Change, Enquiry } from './enquiry.ts';
import css from './desk.module.css';

type Type = Pick<Output<'type.show'>, 'grounds' | 'signals'>;
type Props = { type: Type; enquiry: Enquiry; change: (change: Change) => void };

export function Marks({ type, enquiry, change }: Props) {
  return (
    <div className={css['marks']}>
      <Chips of="grounds" names={type.grounds} enquiry={enquiry} change={change} />
      <Chips of="signals" names={type.signals} enquiry={enquiry} change={change} />
    </div>
  );
}

/** Whether there is anything of that to be said. */
Marks.any = ({ grounds, signals }: Type): boolean => grounds.length + signals.length > 0;

type NeedProps = Omit<Props, 'type'> & { names: readonly string[] };

/** What they need behind it: it steers which alternatives come first. */
export const Need = ({ names, enquiry, change }: NeedProps) => (
  <NativeSelect
    label={words.desk.need}
    description={words.desk.needHint}
    size="sm"
    mt="md"
    value={enquiry.need ?? ''}
    onChange={({ currentTarget: { value } }) => change({ do: 'need', need: value === '' ? null : value })}
    data={[
      { value: '', label: words.desk.unsure },
      ...names.map((need) => ({ value: need, label: labelOf(need) })),
    ]}
  />
);

type ChipsProps = Omit<Props, 'type'> & { of: 'grounds' | 'signals'; names: readonly string[] };

function Chips({ of, names, enquiry, change }: ChipsProps) {
  if (names.length === 0) return null;
  return (
    <fieldset className={css['segments']}>
      <legend>{words.desk[of]}</legend>
      <div className={css['row']}>
        {names.map((name) => (
          <label key={name} className={css['segment']} data-checked={enquiry[of].includes(name) || undefined}>
            <input
              type="checkbox"
              checked={enquiry[of].includes(name)}
              onChange={({ currentTarget: { checked } }) => change({ do: 'mark', of, name, isSo: checked })}
            />
            {labelOf(name)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
