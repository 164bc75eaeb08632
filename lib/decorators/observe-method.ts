import 'reflect-metadata';
import { type Context, context as contextApi } from '@opentelemetry/api';
import { TelemetryError } from '../telemetry.errors.js';
import {
  type Conclude,
  currentTelemetry,
  type ExpectedError,
  expecting,
  type Operation,
  type ReportFault,
  type Telemetry,
  withExpected,
} from '../observation/index.js';
import { settleMethod } from './observed-methods.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** How calls of one method are described. Made once, when the method is decorated. */
export interface MethodDescription {
  /** The operation for a call with these arguments. Return the same labels object whenever they are the same. */
  operation(args: readonly unknown[], report: ReportFault): Operation;
  readonly conclude?: Conclude;
  /** Errors that are no failures of the method, nor of the calls below it. */
  readonly expected?: readonly ExpectedError[] | undefined;
}

/** Runs `call`, which is the method with these arguments, as an observed one. */
export type ObserveCall = <T>(telemetry: Telemetry, args: readonly unknown[], call: () => T, context: Context) => T;

/** The name under which a method's class is known. */
export function className(target: object): string {
  return typeof target === 'function' ? target.name : target.constructor.name;
}

/**
 * A method decorator that observes each call; `describe` gets the qualified name, such as `UsersService.findOne`. What
 * makes no span does not stand in the way of one that `@Traceable()` makes.
 */
export function observeMethod(
  describe: (functionName: string) => MethodDescription | ObserveCall,
  makesSpan = true,
): MethodDecorator {
  // A property has no descriptor, though the type says otherwise.
  return (target, key, descriptor: PropertyDescriptor | undefined) => {
    const name = `${className(target)}.${String(key)}`;
    if (typeof descriptor?.value !== 'function') throw notAMethod(name);
    descriptor.value = observed(descriptor.value as Method, describe(name));
    if (makesSpan) settleMethod(target, key);
  };
}

/** The same method, observed: name, arity, metadata and own properties stay, since guards and Swagger read them. */
export function observed(method: Method, description: MethodDescription | ObserveCall): Method {
  const wrapper: Method = function (...args) {
    const context = contextApi.active();
    const telemetry = currentTelemetry(this, context);
    if (telemetry === undefined) return method.apply(this, args);
    // Bound, and run from here: each function in between is one of the ten frames that V8 keeps of an error.
    const call = method.bind(this, ...args);
    if (typeof description === 'function') return description(telemetry, args, call, context);
    const { operation, conclude, expected } = description;
    const at = expected === undefined ? context : withExpected(expecting(expected, telemetry.report), context);
    return telemetry.run(operation(args, telemetry.report), call, conclude, at);
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

function notAMethod(name: string): TelemetryError {
  return new TelemetryError(
    'INVALID_OPTION',
    `${name} is not a method.`,
    'Only a method has calls that can be observed.',
    'Put the decorator on a method, and not on an accessor or a property.',
  );
}
