/** Conditions against another implementation of CEL, and what must hold of three-valued logic whatever the condition. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCelError, run, type CelInput } from '@bufbuild/cel';
import * as fc from 'fast-check';
import type { Value } from '../src/core/book/expression.ts';
import { truth } from '../src/core/decide/evaluate.ts';
import { condition, scope, shape } from './conditions.ts';
import { conditions, plainFacts, someFacts } from './random-conditions.ts';

/** Facts as CEL wants them: whole numbers as bigint, dotted names as nested objects. */
function bindings(facts: Record<string, boolean | number | string | number[]>): Record<string, CelInput> {
  const result: Record<string, CelInput> = {};
  for (const [name, value] of Object.entries(facts)) {
    const input = Array.isArray(value)
      ? value.map(BigInt)
      : typeof value === 'number'
        ? BigInt(value)
        : value;
    const [root = '', field] = name.split('.');
    result[root] = field === undefined ? input : new Map([[field, input]]);
  }
  return result;
}

/** The same facts with some of what is absent filled in from `more`: facts, fields of shapes, never a known value. */
function learn(known: Record<string, Value>, more: Record<string, Value>): Record<string, Value> {
  const result: Record<string, Value> = { ...more };
  for (const [name, value] of Object.entries(known)) result[name] = fill(value, more[name]);
  return result;
}

function fill(value: Value, more: Value | undefined): Value {
  if (Array.isArray(value)) {
    const others: readonly Value[] = Array.isArray(more) ? more : [];
    return value.map((element: Value, i) => fill(element, others[i]));
  }
  if (!(value instanceof Map) || !(more instanceof Map)) return value;
  const fields: Record<string, unknown> = Object.fromEntries(more);
  for (const [name, field] of value) fields[name] = fill(field, more.get(name));
  return shape(fields);
}

describe('conditions and the oracle', () => {
  it('says what CEL says where every fact is known', () => {
    let decided = 0;
    fc.assert(
      fc.property(conditions(3, false), plainFacts, (source, facts) => {
        const expected = run(source, bindings(facts));
        const { value, atoms, unknown } = truth(condition(source), scope(facts));
        if (isCelError(expected)) return;
        decided++;
        assert.equal(value, expected, `${source} with ${JSON.stringify(facts)}`);
        assert.deepEqual(unknown, []);
        assert.ok(atoms.every((atom) => typeof atom.value === 'boolean'));
      }),
      { numRuns: 4000 },
    );
    assert.ok(decided > 2000, `only ${decided} conditions had a value`);
  });
});

describe('three values', () => {
  it('L11: learning a fact never turns one truth into the other, nor a known one into unknown', () => {
    let learned = 0;
    fc.assert(
      fc.property(conditions(3, true), someFacts, someFacts, (source, some, more) => {
        const expr = condition(source);
        const before = truth(expr, scope(some));
        const after = truth(expr, scope(learn(some, more)));
        if (before.value !== undefined) assert.equal(after.value, before.value, source);
        else if (after.value !== undefined) learned++;
        if (before.value === undefined) assert.deepEqual(before.atoms, []);
        else assert.deepEqual(before.unknown, []);
      }),
      { numRuns: 6000 },
    );
    assert.ok(learned > 200, `only ${learned} conditions were decided by learning`);
  });

  it('every unknown is a fact that is not known, or lies inside one', () => {
    fc.assert(
      fc.property(conditions(3, true), someFacts, (source, facts) => {
        for (const { fact, path } of truth(condition(source), scope(facts)).unknown) {
          assert.ok(
            path === fact || path.startsWith(`${fact}.`) || path.startsWith(`${fact}[`),
            `${path} in ${fact}`,
          );
          if (path === fact) assert.ok(!Object.hasOwn(facts, fact), `${fact} is known: ${source}`);
          else assert.ok(Object.hasOwn(facts, fact), `${fact} is not known as a whole: ${source}`);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('the atoms alone decide: facts that they do not read change nothing', () => {
    fc.assert(
      fc.property(conditions(3, true), someFacts, (source, facts) => {
        const expr = condition(source);
        const { value, atoms } = truth(expr, scope(facts));
        if (value === undefined) return;
        const read = new Set(atoms.flatMap((atom) => atom.facts));
        const rest = Object.fromEntries(Object.entries(facts).filter(([name]) => read.has(name)));
        assert.equal(truth(expr, scope(rest)).value, value, source);
      }),
      { numRuns: 3000 },
    );
  });
});
