import type { Check, Shape } from '../description.js';
import { Refusal } from '../refusal.js';
import { readShape } from '../option.js';
import { didYouMean } from '../nearest-name.js';
import { hasMethod } from './instances.js';
import { entriesOf, within } from './objects.js';
import { oneOf } from './scalars.js';

/** An object `{ type, … }` whose other options depend on its type. */
export function variants<Variant>(shapes: Readonly<Record<string, Shape>>): Check<Variant> {
  const types = Object.keys(shapes);
  const fix = `Give { type: … }, with a type of: ${types.join(', ')}.`;
  return {
    type: types.map((type) => `\`{ type: '${type}', … }\``).join(', '),
    shapes: Object.fromEntries(Object.entries(shapes).map(([type, shape]) => [`{ type: '${type}' }`, shape])),
    read(value, at) {
      const { type, ...others } = Object.fromEntries(entriesOf(value, at, fix, 'It is an object with a type.'));
      const shape = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
      if (shape !== undefined) return Object.freeze({ type, ...readShape(shape, others, at) }) as Variant;
      const meant = typeof type === 'string' ? didYouMean(type, types) : '';
      const problem = { why: 'It is not a valid type.', fix: `${meant}Use a type of: ${types.join(', ')}.` };
      throw new Refusal(within(at, 'type'), type, problem);
    },
  };
}

/** A name, an object with a type, or an instance, which its methods identify. */
export function choice<const Name extends string, Variant, Instance>(
  names: readonly Name[],
  variant: Check<Variant>,
  instance: Check<Instance>,
  ...methods: readonly string[]
): Check<Name | Variant | Instance> {
  const name = oneOf(names);
  return {
    type: [name.type, variant.type, instance.type].join(', '),
    ...(variant.shapes === undefined ? {} : { shapes: variant.shapes }),
    read(value, at) {
      if (typeof value === 'object' && value !== null) {
        if (methods.some((method) => hasMethod(value, method)) || !hasType(value)) return instance.read(value, at);
        return variant.read(value, at);
      }
      try {
        return name.read(value, at);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { why, fix } = error.problem;
        throw new Refusal(at, value, { why, fix: `${fix} Or give an instance.` });
      }
    },
  };
}

function hasType(value: object): boolean {
  try {
    return 'type' in value;
  } catch {
    return false;
  }
}
