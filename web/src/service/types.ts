/** The kinds of request that the book knows. What a customer asks for may be none of them: somebody decides it all the same. */
import { useLook, type Output } from './calls.ts';

type Shown = {
  /** What a form has to know of it. */
  data: Output<'type.show'> | undefined;
  isKnown: boolean;
  isPending: boolean;
};

/** A kind of request; null: none is chosen yet. */
export function useType(name: string | null): Shown {
  const all = useLook('type.list', {});
  const isKnown = all.data?.types.some(({ type }) => type === name) === true;
  const shown = useLook('type.show', isKnown && name !== null ? { type: name } : undefined);
  return { data: shown.data, isKnown, isPending: all.isPending || (isKnown && shown.isPending) };
}
