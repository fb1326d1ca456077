/** Asks what an action needs to be told, and carries it out. What was typed stays until it is done. */
import { useEffect, useState } from 'react';
import { Button, Group, Modal, NativeSelect, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useKept } from '../service/kept.ts';
import { Problem } from '../app/states.tsx';
import { amountTyped } from '../../../src/core/words/typed-number.ts';
import { useLook } from '../service/calls.ts';
import { words } from '../words/words.ts';
import type { Action, Choice, FieldOf } from './actions.ts';
import css from './cases.module.css';

type Props = {
  /** The case that it is about. */
  about: string;
  action: Action | undefined;
  close: () => void;
  /** Resolves when it is stored. */
  carryOut: (action: Action, told: Record<string, unknown>) => Promise<unknown>;
  /** What can be offered now. */
  alternatives: readonly Choice[];
};

export const ActionDialog = ({ action, close, ...rest }: Props) => (
  <Modal
    opened={action !== undefined}
    withinPortal={false}
    onClose={close}
    title={action?.label}
    closeButtonProps={{ 'aria-label': words.actions.closeDialog }}
    transitionProps={{ duration: 0 }}
  >
    {action && <Form key={action.do} action={action} close={close} {...rest} />}
  </Modal>
);

const NOTHING: Record<string, string> = {};

function Form({ about, action, close, carryOut, alternatives }: Props & { action: Action }) {
  const [told, setTold, clear] = useKept(`action.${about}.${action.do}`, NOTHING);
  const [problem, setProblem] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const submit = async (): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    try {
      await carryOut(action, sent(action, told));
    } catch (error) {
      setSending(false);
      setProblem(error);
      return;
    }
    clear(told);
    close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        {problem !== undefined && <Problem error={problem} />}
        {action.fields.map((field, n) => (
          <Field
            key={field.name}
            field={field}
            isFirst={n === 0}
            alternatives={alternatives}
            value={told[field.name] ?? ''}
            tell={(value) => setTold({ ...told, [field.name]: value })}
          />
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.actions.cancel}
          </Button>
          <Button type="submit" loading={isSending}>
            {action.label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What is empty is left out; a time is an instant. */
const sent = ({ fields, with: more }: Action, told: Record<string, string>): Record<string, unknown> => ({
  ...more,
  ...Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const value = told[name]?.trim() ?? '';
      if (value === '') return [];
      if (kind === 'time') return [[name, new Date(value).toISOString()]];
      return [[name, kind === 'amount' ? amountTyped(value) : value]];
    }),
  ),
});

type FieldProps = {
  field: FieldOf;
  isFirst: boolean;
  alternatives: readonly Choice[];
  value: string;
  tell: (value: string) => void;
};

function Field({
  field: { label, kind, choices, isNeeded },
  isFirst,
  alternatives,
  value,
  tell,
}: FieldProps) {
  const common = {
    label,
    required: isNeeded,
    value,
    ...(isFirst && { 'data-autofocus': true }),
    onChange: (event: { currentTarget: { value: string } }) => tell(event.currentTarget.value),
  };
  if (kind === 'person') return <PersonField {...common} />;
  if (kind === 'text') return <Textarea {...common} autosize minRows={2} maxRows={8} />;
  if (kind === 'choice' || kind === 'alternative')
    return (
      <NativeSelect
        {...common}
        data={[{ value: '', label: '' }, ...(kind === 'alternative' ? alternatives : (choices ?? []))]}
      />
    );
  return (
    <TextInput
      {...common}
      type={kind === 'time' ? 'datetime-local' : 'text'}
      inputMode={kind === 'amount' ? 'decimal' : undefined}
    />
  );
}

type PersonProps = {
  label: string;
  value: string;
  required: boolean | undefined;
  onChange: (event: { currentTarget: { value: string } }) => void;
};

const PAUSE_MS = 150;
const MOST = 20;

/** A colleague, found by a part of their name: there may be thousands. */
function PersonField({ value, onChange, ...props }: PersonProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const [late] = useDebouncedValue(text.trim(), PAUSE_MS);
  const sought = late === chosen?.label ? '' : late;
  const people = useLook(
    'people.list',
    { most: MOST, ...(sought !== '' && { words: sought }) },
    { keep: () => true },
  );
  const found = (people.data?.people ?? []).map(({ id, name, grade, unit, on_duty: isThere }) => ({
    value: id,
    label: [name, grade, unit, !isThere && words.verdict.offDuty].filter(Boolean).join(' · '),
  }));
  const isThere = chosen === undefined || found.some((one) => one.value === chosen.value);
  // Kept from before, and nobody sees who it is: it is chosen anew.
  const isSeen = value === '' || [...found, ...(chosen ? [chosen] : [])].some((one) => one.value === value);
  useEffect(() => {
    if (!isSeen && !people.isFetching) onChange({ currentTarget: { value: '' } });
  }, [isSeen, people.isFetching]);
  return (
    <Select
      {...props}
      data={isThere ? found : [chosen, ...found]}
      value={value === '' ? null : value}
      onChange={(id, option) => {
        setChosen(option ?? undefined);
        onChange({ currentTarget: { value: id ?? '' } });
      }}
      searchable
      searchValue={text}
      onSearchChange={setText}
      withScrollArea={false}
      classNames={{ options: css['people'] ?? '' }}
      // The service has found them already.
      filter={({ options }) => options}
      placeholder={words.actions.nameOf}
      nothingFoundMessage={people.isFetching ? words.states.loading : words.actions.nobody}
      comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
    />
  );
}
