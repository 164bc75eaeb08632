import { BSON } from 'mongodb';
import { commandShape } from '../../../lib/conventions/database/mongodb-command-shape.js';

const loop: Record<string, unknown> = {};
loop['again'] = loop;

describe('the shape of a command', () => {
  it.each<[string, object, string]>([
    ['an empty one', {}, '{}'],
    ['a name that is no text', { ping: 1 }, '{"ping":"?"}'],
    ['a collection and a filter', { find: 'a', filter: { b: { $gt: 1 } } }, '{"find":"a","filter":{"b":{"$gt":"?"}}}'],
    ['a text that is no collection', { find: 'a', comment: 'b' }, '{"find":"a","comment":"?"}'],
    ['more of a cursor', { getMore: 7n, collection: 'a' }, '{"getMore":"?","collection":"a"}'],
    [
      'a list of values',
      { find: 'a', filter: { b: { $in: [1, 'x', null] } } },
      '{"find":"a","filter":{"b":{"$in":["?"]}}}',
    ],
    ['a list of shapes', { x: [{ a: 1 }, { a: 2 }, { b: 1 }] }, '{"x":[{"a":"?"},{"b":"?"}]}'],
    ['documents', { insert: 'a', documents: [{ secret: 1 }] }, '{"insert":"a","documents":["?"]}'],
    ['what the driver adds', { find: 'a', lsid: { id: 1 }, $db: 'x' }, '{"find":"a"}'],
    [
      'values that are objects',
      { x: [new BSON.ObjectId(), /a/, new Date(), Buffer.from('a'), new BSON.Long(1)], y: null },
      '{"x":["?"],"y":"?"}',
    ],
    ['a map', { x: new Map([['a', 1]]) }, '{"x":{"a":"?"}}'],
    ['keys that need quotes', { x: { 'a"b': 1 } }, '{"x":{"a\\"b":"?"}}'],
  ])('of %s', (_what, command, shape) => {
    expect(commandShape(command, 2_048)).toBe(shape);
  });

  it('ends somewhere', () => {
    expect(commandShape({ x: loop }, 2_048).length).toBeLessThan(300);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`key${at}`, at]));
    expect(commandShape({ x: wide, y: [wide, wide] }, 100)).toHaveLength(100);
  });

  it('survives what cannot be read', () => {
    const refusing = { get a(): never { throw new Error('no'); } }; // prettier-ignore
    expect(commandShape({ find: 'x', filter: refusing }, 100)).toContain('{"find":"x"');
  });
});
