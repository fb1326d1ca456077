/** What was just done: said for ten seconds, and as long one press away from being undone where it can be. */
import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { words } from '../words/words.ts';
import css from './undo.module.css';

type Undoable = { said: string; undo: (() => void) | undefined };

const UNDO_MS = 10_000;
let show: (next: Undoable | undefined) => void = () => undefined;

/** Says what was done, and offers to undo it where it can be. */
export const announce = (said: string, undo?: () => void): void => show({ said, undo });

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
