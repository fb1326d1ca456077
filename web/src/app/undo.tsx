/** What was just done and can be undone: for ten seconds it is one press away. */
import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { words } from '../words/words.ts';
import css from './undo.module.css';

type Undoable = { said: string; undo: (() => void) | undefined };

const UNDO_MS = 10_000;
let show: (next: Undoable | undefined) => void = () => undefined;

/** Says what was done, and offers to undo it where it can be. */
export const offerUndo = (said: string, undo?: () => void): void => show({ said, undo });

export function UndoBar() {
  const [offered, setOffered] = useState<Undoable>();
  useEffect(() => {
    show = setOffered;
    return () => {
      show = () => undefined;
    };
  }, []);
  useEffect(() => {
    if (!offered) return undefined;
    const over = setTimeout(() => setOffered(undefined), UNDO_MS);
    return () => clearTimeout(over);
  }, [offered]);
  return (
    <div role="status" className={css['place']}>
      {offered && (
        <div className={css['bar']}>
          {offered.said}
          {offered.undo && (
            <Button
              size="compact-sm"
              variant="white"
              onClick={() => {
                setOffered(undefined);
                offered.undo?.();
              }}
            >
              {words.undo}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
