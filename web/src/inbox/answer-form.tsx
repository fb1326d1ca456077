/** What an answer needs beside its yes or no. A no has its reason, and what is offered instead. */
import type { FormEvent } from 'react';
import { Button, Group, NativeSelect, Stack, Textarea, TextInput, Title } from '@mantine/core';
import type { Field, Filled, Offered } from '../../../src/core/cases/answers.ts';
import { useKept } from '../service/kept.ts';
import type { Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';

type Props = {
  /** Under this name what is written is kept. */
  way: Offered;
  label: string;
  fields: readonly Field[];
  shown: Output<'case.show'>;
  isSending: boolean;
  /** `stored`: to be called once it is. */
  send: (filled: Filled, stored: () => void) => void;
  cancel: () => void;
};

const NOTHING: Filled = {};

export function AnswerForm({ way, label, fields, shown, isSending, send, cancel }: Props) {
  const { decision, case: one } = shown;
  const offers = useOffers(shown);
  const [told, setTold, clear] = useKept(`answer.${one.id}.${way}`, NOTHING);
  const isReady = fields.every(({ name, required }) => !required || (told[name] ?? '').trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    send(told, () => clear(told));
  };
  const first = fields.find(({ required }) => required) ?? fields[0];
  return (
    <form onSubmit={submit} aria-labelledby="answering">
      <Stack gap="sm">
        <Title order={2} id="answering" fz={17}>
          {label}
        </Title>
        {fields.map((field) => (
          <AnswerField
            key={field.name}
            field={field}
            value={told[field.name] ?? ''}
            unit={decision?.unit}
            offers={offers}
            isFirst={field === first}
            tell={(value) => setTold((now) => ({ ...now, [field.name]: value }))}
          />
        ))}
        <Group gap="xs">
          <Button type="submit" loading={isSending} disabled={!isReady} size="md">
            {words.inbox.send[way as keyof typeof words.inbox.send] ?? label}
          </Button>
          <Button variant="default" onClick={cancel} size="md">
            {words.inbox.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Choice = { value: string; label: string };

/** What can be offered instead: what can be granted now first. */
function useOffers({ decision, case: one }: Output<'case.show'>): Choice[] {
  const type = useType(one.request.type);
  const now = decision?.alternatives.filter(({ kind }) => kind !== 'part') ?? [];
  // Words that are only told belong to the line that they explain: where none of them fits here, they are no offer.
  const others = (type.data?.alternatives ?? []).filter(
    ({ name, says }) => says === undefined && !now.some((known) => known.name === name),
  );
  return [
    ...now.map(({ name, say }) => ({ value: name, label: say })),
    ...others.map(({ name }) => ({ value: name, label: labelOf(name) })),
  ];
}

type FieldProps = {
  field: Field;
  value: string;
  unit: string | undefined;
  offers: readonly Choice[];
  isFirst: boolean;
  tell: (value: string) => void;
};

function AnswerField({ field: { name, label, required }, value, unit, offers, isFirst, tell }: FieldProps) {
  const common = {
    label,
    required,
    value,
    autoFocus: isFirst,
    onChange: (event: { currentTarget: { value: string } }) => tell(event.currentTarget.value),
  };
  if (name === 'amount')
    return <TextInput {...common} inputMode="decimal" rightSection={unit} rightSectionWidth={64} />;
  if (name === 'offer')
    return <NativeSelect {...common} data={[{ value: '', label: words.inbox.noOffer }, ...offers]} />;
  return (
    <Textarea
      {...common}
      description={name === 'because' ? words.inbox.becauseHint : undefined}
      autosize
      minRows={name === 'words' ? 2 : 1}
      maxRows={6}
    />
  );
}
