import 'reflect-metadata';
import { context as contextApi } from '@opentelemetry/api';
import type { DescribedCall } from '../described/described-call.js';
import { parentOf } from '../described/run-described.js';
import { currentTelemetry, type Telemetry } from '../observation/index.js';
import { TelemetryError } from '../telemetry.errors.js';
import { settleMethod } from './observed-methods.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Describes a call of one method with these arguments. Return the same labels object whenever they are the same. */
export type DescribeCall = (telemetry: Telemetry, args: readonly unknown[]) => DescribedCall;

/** The name under which a method's class is known. */
export function className(target: object): string {
  return typeof target === 'function' ? target.name : target.constructor.name;
}

/**
 * A method decorator that observes each call; `describe` gets the qualified name, such as `UsersService.findOne`. What
 * makes no span does not stand in the way of one that `@Traceable()` makes.
 */
export function observeMethod(describe: (functionName: string) => DescribeCall, makesSpan = true): MethodDecorator {
  // A property has no descriptor, though the type says otherwise.
  return (target, key, descriptor: PropertyDescriptor | undefined) => {
    const name = `${className(target)}.${String(key)}`;
    if (typeof descriptor?.value !== 'function') throw notAMethod(name);
    descriptor.value = observed(descriptor.value as Method, describe(name), name);
    if (makesSpan) settleMethod(target, key);
  };
}

/** The same method, observed: name, arity, metadata and own properties stay, since guards and Swagger read them. */
export function observed(method: Method, describe: DescribeCall, name: string): Method {
  const wrapper: Method = function (...args) {
    const context = contextApi.active();
    const telemetry = currentTelemetry(this, context);
    const call = telemetry && described(telemetry, describe, args, name);
    if (call === undefined) return method.apply(this, args);
    // Bound, and run from here: each function in between is one of the ten frames that V8 keeps of an error.
    const work = method.bind(this, ...args);
    return telemetry?.run(call.operation, work, call.conclude, parentOf(call, telemetry, context), call.prepare);
  };
  for (const key of Reflect.ownKeys(method)) {
    const property = Object.getOwnPropertyDescriptor(method, key);
    if (property !== undefined && key !== 'prototype') Object.defineProperty(wrapper, key, property);
  }
  for (const key of Reflect.getOwnMetadataKeys(method)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, method), wrapper);
  }
  return wrapper;
}

/** A method whose call cannot be described runs unobserved. */
function described(
  telemetry: Telemetry,
  describe: DescribeCall,
  args: readonly unknown[],
  name: string,
): DescribedCall | undefined {
  try {
    return describe(telemetry, args);
  } catch (error) {
    telemetry.report(`The description of ${name} failed`, error);
    return undefined;
  }
}

function notAMethod(name: string): TelemetryError {
  return new TelemetryError(
    'INVALID_OPTION',
    `${name} is not a method.`,
    'Only a method has calls that can be observed.',
    'Put the decorator on a method, and not on an accessor or a property.',
  );
}
