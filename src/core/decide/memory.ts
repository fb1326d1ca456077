/** What was found out about a situation, so that nothing is worked out twice. It goes when the situation goes. */

export type Memory = Map<symbol, Map<unknown, unknown>>;

/**
 * Makes a place to remember in: `find` is called once for each situation and key.
 * INVARIANT: what is found depends on nothing but the situation and the key.
 */
export function remembered<V>(name: string): (s: { memory: Memory }, key: unknown, find: () => V) => V {
  const place = Symbol(name);
  return (s, key, find) => {
    const known = (s.memory.get(place) ?? new Map()) as Map<unknown, V>;
    if (known.size === 0) s.memory.set(place, known);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find();
    known.set(key, found);
    return found;
  };
}
