/** All keys of the screen that one is on. */
import { Modal } from '@mantine/core';
import { words } from '../words/words.ts';
import { keyCaps, useAllCommands } from './commands.ts';
import css from './palette.module.css';

export function KeySheet({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const withKeys = useAllCommands().filter(({ keys }) => keys !== undefined);
  // What was added last is what counts: a key stands here once.
  const shown = withKeys.filter((one, n) => withKeys.findLastIndex(({ keys }) => keys === one.keys) === n);
  return (
    <Modal
      opened={isOpen}
      withinPortal={false}
      onClose={close}
      title={words.keys.title}
      closeButtonProps={{ 'aria-label': words.actions.closeDialog }}
      transitionProps={{ duration: 0 }}
    >
      <dl className={css['sheet']}>
        {shown.map(({ id, label, keys = '' }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd className={css['keys']}>
              {keyCaps(keys).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
