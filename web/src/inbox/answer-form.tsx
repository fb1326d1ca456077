/** What an answer needs beside its yes or no. A no has its reason, and what is offered instead. */
import type { FormEvent } from 'react';
import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useKept } from '../service/kept.ts';
import type { Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';

export type AnswerKind = 'yes' | 'change' | 'no' | 'advise' | 'accept' | 'pass';

export type Answered = {
  kind: AnswerKind;
  amount?: string;
  because?: string;
  tell?: string;
  offer?: string;
  repair?: string;
  view?: string;
};

type Told = Omit<Answered, 'kind'>;
const NOTHING: Told = {};

type Props = {
  kind: AnswerKind;
  isOverPromise: boolean;
  shown: Output<'case.show'>;
  isSending: boolean;
  /** `stored`: to be called once it is. */
  send: (answered: Answered, stored: () => void) => void;
  cancel: () => void;
};

export function AnswerForm({ kind, isOverPromise, shown, isSending, send, cancel }: Props) {
  const { decision, case: one } = shown;
  const type = useType(one.request.type);
  const grantable = decision?.alternatives.filter(({ kind: sort }) => sort !== 'part') ?? [];
  const offers = [
    ...grantable.map(({ name, say }) => ({ value: name, label: say })),
    ...(type.data?.alternatives ?? [])
      .filter(({ name }) => !grantable.some((known) => known.name === name))
      .map(({ name, says }) => ({ value: name, label: says ?? labelOf(name) })),
  ];
  const [told, setTold, clear] = useKept(`answer.${one.id}.${kind}`, NOTHING);
  const tell = (name: keyof Told) => (event: { currentTarget: { value: string } }) =>
    setTold({ ...told, [name]: event.currentTarget.value });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send({ kind, ...told }, () => clear(told));
  };
  const because = (isNeeded: boolean) => (
    <Textarea
      label={words.inbox.because}
      description={words.inbox.becauseHint}
      required={isNeeded}
      value={told.because ?? ''}
      onChange={tell('because')}
      autosize
      minRows={1}
      maxRows={6}
      autoFocus={isNeeded}
    />
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {kind === 'change' && (
          <>
            <TextInput
              label={words.inbox.upTo}
              required
              inputMode="decimal"
              value={told.amount ?? ''}
              onChange={tell('amount')}
              rightSection={decision?.unit}
              rightSectionWidth={64}
              autoFocus
            />
            {because(false)}
          </>
        )}
        {kind === 'no' && (
          <>
            {because(true)}
            {isOverPromise && (
              <Textarea
                label={words.inbox.repair}
                value={told.repair ?? ''}
                onChange={tell('repair')}
                required
                autosize
              />
            )}
            <NativeSelect
              label={words.inbox.offer}
              value={told.offer ?? ''}
              onChange={tell('offer')}
              data={[{ value: '', label: words.inbox.noOffer }, ...offers]}
            />
            <Textarea
              label={words.inbox.tell}
              value={told.tell ?? ''}
              onChange={tell('tell')}
              autosize
              minRows={1}
            />
          </>
        )}
        {kind === 'advise' && (
          <Textarea
            label={words.inbox.view}
            value={told.view ?? ''}
            onChange={tell('view')}
            required
            autosize
            minRows={2}
          />
        )}
        <Group gap="xs">
          <Button type="submit" loading={isSending} size="md">
            {words.inbox.send[kind as keyof typeof words.inbox.send]}
          </Button>
          <Button variant="default" onClick={cancel} size="md">
            {words.inbox.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
