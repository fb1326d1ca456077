/** Values by their JSON Schema: mostly such that the operation's rules are reached, with what is known of the world mixed in. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { NAMED_AT, type Shape } from '../../src/contract/shapes.ts';

/** What of the world may stand at a key: undefined where nothing is known. `now`: instants are made around it. */
export type World = {
  at: (key: string, operation: string) => string | undefined;
  /** A request as `decide` reads it. */
  request: () => unknown;
  person: () => string;
  now: () => number;
};

const DAY_MS = 86_400_000;
const MOST_DEPTH = 5;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DAY = /^\d{4}-\d\d-\d\d$/;

const AMOUNTS = fc.oneof(fc.nat(2000), fc.constantFrom(0, 1, 10 ** 9)).map((cents) => (cents / 4).toFixed(2));

/** Keys that name a person, whatever else stands in their description. */
const OF_PERSON = new Set([
  'as',
  'owner',
  'to',
  'about',
  'person',
  'waiting_for',
  'for',
  'delegate',
  'agent',
]);

export class Values {
  private readonly named: Readonly<Record<string, Shape>>;
  private readonly world: World;

  /** The operation that values are made for now. */
  operation = '';

  constructor(named: Readonly<Record<string, Shape>>, world: World) {
    this.named = named;
    this.world = world;
  }

  /** Values of a shape. `key`: where it stands. */
  of(shape: Shape, key = '', depth = 0): Arbitrary<unknown> {
    if (shape.$ref !== undefined) {
      const name = shape.$ref.slice(NAMED_AT.length);
      const to = this.named[name];
      return name === 'Json' || !to || depth > MOST_DEPTH
        ? fc.jsonValue({ maxDepth: 2 })
        : this.of(to, key, depth);
    }
    if (shape.const !== undefined) return fc.constant(shape.const);
    if (shape.enum) return fc.constantFrom(...shape.enum);
    const some = shape.anyOf ?? shape.oneOf;
    if (some)
      return fc.oneof(...some.map((one) => this.of({ examples: shape.examples ?? [], ...one }, key, depth)));
    if (Array.isArray(shape.type))
      return fc.oneof(...shape.type.map((type) => this.of({ ...shape, type }, key, depth)));
    const plain = this.plain(shape, key, depth);
    const examples = shape.examples ?? [];
    return examples.length > 0 && shape.type !== 'string'
      ? fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...examples) }, { weight: 2, arbitrary: plain })
      : plain;
  }

  private plain(shape: Shape, key: string, depth: number): Arbitrary<unknown> {
    switch (shape.type) {
      case 'string':
        return this.text(shape, key);
      case 'integer':
      case 'number':
        return fc.integer({
          min: Math.max(shape.minimum ?? 0, -(2 ** 31)),
          max: Math.min(shape.maximum ?? 1000, 2 ** 31 - 1),
        });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(this.of(shape.items ?? {}, key.replace(/s$/, ''), depth + 1), {
          minLength: Math.min(shape.minItems ?? 0, 5),
          maxLength: Math.min(shape.maxItems ?? 3, 5),
        });
      case 'object':
        return this.object(shape, key, depth);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  }

  private object(shape: Shape, key: string, depth: number): Arbitrary<unknown> {
    if (key === 'request') return fc.nat().map(() => this.world.request());
    if (key === 'facts') return fc.nat().map(() => (this.world.request() as { facts?: object }).facts ?? {});
    const { properties = {}, required = [], additionalProperties: others } = shape;
    const own = fc.record(
      Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, this.of(one, name, depth + 1)]),
      ),
      { requiredKeys: required },
    ) as Arbitrary<object>;
    if (typeof others !== 'object') return own;
    const more = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), this.of(others, '', depth + 1), {
      maxKeys: 3,
    });
    return fc.tuple(own, more).map(([a, b]) => ({ ...b, ...a }));
  }

  private text(shape: Shape, key: string): Arbitrary<string> {
    const examples = (shape.examples ?? []).filter((one): one is string => typeof one === 'string');
    const most = Math.min(shape.maxLength ?? 60, 60);
    const least = Math.min(shape.minLength ?? 0, most);
    const free = fc.oneof(
      fc.string({ minLength: least, maxLength: most, unit: 'grapheme' }),
      fc.string({ minLength: least, maxLength: most, unit: 'binary' }),
    );
    const known = fc.nat().chain(() => {
      const value = this.worldly(key, examples);
      return value === undefined ? free : fc.constant(value);
    });
    const isInstant = shape.format === 'date-time' || examples.some((one) => INSTANT.test(one));
    const isDay = shape.format === 'date' || examples.some((one) => DAY.test(one));
    const isTime = isInstant || isDay;
    const choices = [
      ...(isTime ? [] : [{ weight: 12, arbitrary: known }]),
      { weight: 1, arbitrary: free },
      ...(key === 'amount' || key === 'up_to' ? [{ weight: 20, arbitrary: AMOUNTS }] : []),
      ...(examples.length > 0 ? [{ weight: 2, arbitrary: fc.constantFrom(...examples) }] : []),
      ...(isInstant ? [{ weight: 6, arbitrary: this.instant() }] : []),
      ...(isDay ? [{ weight: 6, arbitrary: this.instant().map((one) => one.slice(0, 10)) }] : []),
    ];
    return fc.oneof(...choices);
  }

  private worldly(key: string, examples: readonly string[]): string | undefined {
    const isPerson = OF_PERSON.has(key) || examples.includes('mia') || examples.includes('lena');
    return isPerson ? this.world.person() : this.world.at(key, this.operation);
  }

  private instant(): Arbitrary<string> {
    return fc
      .integer({ min: -3 * DAY_MS, max: 10 * DAY_MS })
      .map((by) => new Date(this.world.now() + by).toISOString());
  }
}
