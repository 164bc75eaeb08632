import { SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Span, TelemetryError, TraceCache, TraceOperation, TraceQuery } from 'nestjs-telemetry';
import { register } from '../../lib/observation/index.js';
import { watch } from '../observation/observed-call.js';
import type { RecordedCall } from '../observation/recording.observer.js';

const { telemetry, calls } = watch();
const names = (): string[] => (calls as RecordedCall[]).splice(0).map(({ operation }) => operation.name);
let unregister: () => void;
beforeAll(() => (unregister = register(telemetry)));
afterAll(() => unregister());
beforeEach(() => void names());

const DECORATORS: ReadonlyArray<[string, () => MethodDecorator]> = [
  ['Span', () => Span('work')],
  ['TraceQuery', () => TraceQuery({ system: 'sqlite', operation: 'SELECT' })],
  ['TraceCache', () => TraceCache({ system: 'memory', operation: 'get' })],
  ['TraceOperation', () => TraceOperation('work')],
];
const Role = (role: string): MethodDecorator => SetMetadata('role', role);
const Documented = (): ParameterDecorator => (target, key, index) =>
  Reflect.defineMetadata('documented', index, target.constructor, key as string);
const symbol = Symbol('by symbol');

/** Undecorated by hand: the descriptor of what the decorators made of `method`. */
function decorate(method: unknown, ...decorators: MethodDecorator[]): (...args: unknown[]) => unknown {
  class Target {}
  let descriptor: PropertyDescriptor = { value: method, writable: true, configurable: true };
  for (const decorator of decorators.toReversed()) {
    descriptor = (decorator(Target.prototype, 'method', descriptor) as PropertyDescriptor | undefined) ?? descriptor;
  }
  return descriptor.value as (...args: unknown[]) => unknown;
}

describe.each(DECORATORS)('@%s', (_name, decorator) => {
  it('keeps name, length, own properties and metadata', () => {
    const method = Object.assign(function original(_a: number, _b: number) {}, { handle: 'own', [symbol]: 1 });
    Reflect.defineMetadata('swagger', { summary: 'x' }, method);
    const decorated = decorate(method, decorator()) as unknown as typeof method;
    expect([decorated.name, decorated.length, decorated.handle, decorated[symbol]]).toEqual(['original', 2, 'own', 1]);
    expect(Reflect.getMetadata('swagger', decorated)).toEqual({ summary: 'x' });
    expect(Reflect.ownKeys(decorated)).toEqual(expect.arrayContaining(['handle', symbol]));
  });

  it.each([
    ['above', (own: MethodDecorator) => [Role('admin'), own]],
    ['below', (own: MethodDecorator) => [own, Role('admin')]],
  ])('lets a guard read metadata set %s it', (_where, order) => {
    const handler = decorate(() => 1, ...order(decorator()));
    expect(new Reflector().get('role', handler)).toBe('admin');
  });

  it('keeps design types and metadata of parameters', () => {
    class Service {
      @decorator()
      work(@Documented() _id: string, _count: number): Date {
        return new Date(0);
      }
    }
    expect(Reflect.getMetadata('design:paramtypes', Service.prototype, 'work')).toEqual([String, Number]);
    expect(Reflect.getMetadata('design:returntype', Service.prototype, 'work')).toBe(Date);
    expect(Reflect.getMetadata('documented', Service, 'work')).toBe(0);
    expect(Object.getOwnPropertyDescriptor(Service.prototype, 'work')).toMatchObject({
      enumerable: false,
      configurable: true,
      writable: true,
    });
  });

  it('passes `this`, arguments, results and errors as they are', () => {
    const error = Object.freeze(new Error('mine'));
    class Service {
      #secret = 42;
      @decorator()
      read(...args: unknown[]): unknown[] {
        return [this, this.#secret, ...args];
      }
      @decorator()
      fail(): never {
        throw error;
      }
      @decorator()
      async reject(): Promise<never> {
        throw error;
      }
    }
    const service = new Service();
    expect(service.read(1, undefined)).toEqual([service, 42, 1, undefined]);
    const { read } = service;
    expect(() => read.call({} as Service)).toThrow(TypeError);
    let caught: unknown;
    try {
      service.fail();
    } catch (thrown) {
      caught = thrown;
    }
    expect(caught).toBe(error);
    return expect(service.reject()).rejects.toBe(error);
  });

  it('works on static methods, symbols, generators and overridden methods', () => {
    class Parent {
      @decorator()
      [symbol](): string {
        return 'parent';
      }
      @decorator()
      static make(): string {
        return this.name;
      }
      @decorator()
      *count(): Generator<number> {
        yield* [1, 2];
      }
    }
    class Child extends Parent {
      @decorator()
      override [symbol](): string {
        return `${super[symbol]()} and child`;
      }
    }
    expect([new Child()[symbol](), Child.make(), ...new Child().count()]).toEqual(['parent and child', 'Child', 1, 2]);
    expect(names()).toHaveLength(4);
  });

  it.each<[string, PropertyDescriptor | undefined]>([
    ['a getter', { get: () => 1 }],
    ['a setter', { set: () => undefined }],
    ['a value', { value: 1 }],
    ['a property', undefined],
  ])('refuses %s', (_what, descriptor) => {
    class Service {}
    const apply = (): unknown => decorator()(Service.prototype, 'thing', descriptor as never);
    expect(apply).toThrow(TelemetryError);
    expect(apply).toThrow(/Service\.thing is not a method/);
  });

  it('is a plain method when no application runs', () => {
    unregister();
    expect(decorate(() => 'plain', decorator())()).toBe('plain');
    expect(names()).toEqual([]);
    unregister = register(telemetry);
  });
});
