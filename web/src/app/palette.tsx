/** Find or do: everything that can be done here, by a few letters, with its keys. */
import { useCallback, useMemo, useState } from 'react';
import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
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

const fits = ({ label, also = '' }: Command, sought: string): boolean =>
  sought
    .toLowerCase()
    .split(/\s+/)
    .every((part) => `${label} ${also}`.toLowerCase().includes(part));

function Choice({ close }: { close: () => void }) {
  const [sought, setSought] = useState('');
  const combobox = useCombobox({ opened: true });
  const all = useAllCommands();
  const found = all.filter((one) => one.id !== 'palette' && fits(one, sought.trim()));
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
          onChange={(event) => {
            setSought(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
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
