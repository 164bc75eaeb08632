import { runInNewContext } from 'node:vm';
import { DatabaseError } from 'pg';
import { errorType } from '../../../lib/conventions/error-type.js';
import { className } from '../../../lib/conventions/errors/class-name.js';
import { describeError } from '../../../lib/conventions/errors/described-error.js';

class OrderRefused extends Error {}
class QuantityWrong extends TypeError {}
class ShopError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ShopError';
  }
}
class CartEmpty extends ShopError {}
class Named extends Error {
  override name = 'CART_LOCKED';
}
const minified = (name: string | undefined) => {
  const A = class a extends Error {};
  return Object.assign(new A('x'), name === undefined ? {} : { name });
};
const coded = (error: Error, code: unknown) => Object.assign(error, { code });
const pgError = () => coded(new DatabaseError('no', 2, 'error'), '42P01');
// A function as it was written before there were classes.
function OldError(this: Error) {
  this.name = 'OldError';
}
OldError.prototype = Object.create(Error.prototype);

describe('the class of an error, and its error.type', () => {
  it.each<[string, unknown, string, string]>([
    ['a class without a name', new OrderRefused(), 'OrderRefused', 'OrderRefused'],
    ['a class below one of the language', new QuantityWrong(), 'QuantityWrong', 'QuantityWrong'],
    ['a class below one that sets its name', new CartEmpty('x'), 'CartEmpty', 'CartEmpty'],
    ['a class with a name of its own', new Named(), 'CART_LOCKED', 'CART_LOCKED'],
    ['a minified class with a name', minified('OrderRefused'), 'OrderRefused', 'OrderRefused'],
    ['a minified class without one', minified(undefined), 'Error', 'Error'],
    ['an old function', Reflect.construct(OldError as never, []), 'OldError', 'OldError'],
    ['a class of another realm', runInNewContext('new (class Far extends Error {})()'), 'Far', 'Far'],
    ['an error of pg', pgError(), 'DatabaseError', '42P01'],
    ['an error of Node', coded(new Error('x'), 'ECONNREFUSED'), 'Error', 'ECONNREFUSED'],
    ['an error with a constant code', coded(new OrderRefused(), 'SOLD_OUT'), 'OrderRefused', 'SOLD_OUT'],
    ['an error whose code is an id', coded(new OrderRefused(), 'order-4711'), 'OrderRefused', 'OrderRefused'],
    ['an error with a number', coded(new OrderRefused(), 7), 'OrderRefused', 'OrderRefused'],
    ['a thrown text', 'sold out', 'string', 'string'],
    ['a thrown nothing', undefined, 'undefined', 'undefined'],
    ['a thrown object', { message: 'x' }, 'Object', 'Object'],
    ['a thrown object without a class', Object.create(null), 'Error', 'Error'],
  ])('of %s', (_what, error, expected, type) => {
    expect([className(error), describeError(error).type, errorType(error)]).toEqual([expected, expected, type]);
  }); // prettier-ignore
});
