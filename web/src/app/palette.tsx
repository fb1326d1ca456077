/** Find or do: everything that can be done here, by a few letters, with its keys. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useInbox, useLook, useMyCases, type Output } from '../service/calls.ts';
import { amountWords } from '../words/format.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import { keyCaps, useAllCommands, type Command } from './commands.ts';
import css from './palette.module.css';

type State = { isOpen: boolean; open: () => void; close: () => void };

export function usePalette(): State {
  const [isOpen, setOpen] = useState(false);
  const open = useCallback(() => setOpen(true), []);
  const close = useCallback(() => setOpen(false), []);
  return useMemo(() => ({ isOpen, open, close }), [isOpen, open, close]);
}

export const Palette = ({ state }: { state: State }) => (
  <Modal.Root
    opened={state.isOpen}
    onClose={state.close}
    withinPortal={false}
    padding={0}
    yOffset="12vh"
    size={560}
    transitionProps={{ duration: 0 }}
  >
    <Modal.Overlay />
    <Modal.Content aria-label={words.nav.search}>
      <Modal.Body>
        <Choice close={state.close} />
      </Modal.Body>
    </Modal.Content>
  </Modal.Root>
);

/** So long nobody types before it is looked up. */
const PAUSE_MS = 150;
const SHORTEST = 3;
const CASE = /^c[0-9a-f]{12}$/;

const fits = ({ label, also = '' }: Command, sought: string): boolean =>
  sought
    .toLowerCase()
    .split(/\s+/)
    .every((part) => `${label} ${also}`.toLowerCase().includes(part));

/**
 * The cases that one holds, and those that wait for one's answer: found by what, how much, in whose words, for whom. Of others
 * those of a customer, by their number, and the one whose number it is.
 */
function useCases(sought: string): Command[] {
  const navigate = useNavigate();
  const [number] = useDebouncedValue(sought, PAUSE_MS);
  const ofCustomer = useLook('case.list', number.length < SHORTEST ? undefined : { customer: number });
  const theCase = useLook('case.show', CASE.test(number) ? { case: number } : undefined);
  const mine = useMyCases().items;
  const asked = useInbox().items;
  const entry = (one: (typeof mine)[number], to: '/cases/$case' | '/inbox/$case'): Command => ({
    id: `${to} ${one.id}`,
    group: 'Go',
    label: [
      one.label,
      one.amount && amountWords(one.amount, one.unit),
      one.waits_for[0] && words.cases.waits(one.waits_for[0].name),
    ]
      .filter(Boolean)
      .join(' · '),
    also: [one.said, one.amount, one.asker?.name, one.id].filter(Boolean).join(' '),
    run: () => void navigate({ to, params: { case: one.id } }),
  });
  const known = [
    ...asked.map((one) => entry(one, '/inbox/$case')),
    ...mine.map((one) => entry(one, '/cases/$case')),
  ];
  const others = [
    ...(ofCustomer.data?.cases ?? []).map((one) => {
      const { also, ...found } = entry(one, '/cases/$case');
      return { ...found, also: `${also ?? ''} ${number}` };
    }),
    ...(theCase.data
      ? [shownEntry(theCase.data.case, (id) => void navigate({ to: '/cases/$case', params: { case: id } }))]
      : []),
  ];
  return [...known, ...others.filter(({ id }) => !known.some((one) => one.id === id))];
}

const shownEntry = (
  { id, request, owner }: Output<'case.show'>['case'],
  go: (id: string) => void,
): Command => ({
  id: `/cases/$case ${id}`,
  group: 'Go',
  label: `${labelOf(request.type)} · ${words.cases.heldBy(owner.name)}`,
  also: id,
  run: () => go(id),
});

function Choice({ close }: { close: () => void }) {
  const [sought, setSought] = useState('');
  const combobox = useCombobox({ opened: true });
  const all = [...useAllCommands(), ...useCases(sought.trim())];
  const found = all.filter((one) => one.id !== 'palette' && fits(one, sought.trim()));
  // Enter takes the first, once it is there.
  useEffect(() => void combobox.selectFirstOption(), [sought, found.length]);
  const run = (id: string): void => {
    close();
    all.findLast((one) => one.id === id)?.run();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={run} withinPortal={false}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          variant="unstyled"
          className={css['field']}
          placeholder={words.nav.search}
          aria-label={words.nav.search}
          value={sought}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
          }}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <div className={css['options']} tabIndex={0}>
        <Combobox.Options aria-label={words.nav.search}>
          {found.map((one) => (
            <Combobox.Option key={one.id} value={one.id} className={css['option']}>
              <span>{one.label}</span>
              {one.keys !== undefined && (
                <span className={css['keys']}>
                  {keyCaps(one.keys).map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              )}
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{words.palette.none}</Combobox.Empty>}
        </Combobox.Options>
      </div>
    </Combobox>
  );
}
