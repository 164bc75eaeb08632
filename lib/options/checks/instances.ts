import type { Check } from '../description.js';
import { types } from 'node:util';
import type { CanActivate, Type } from '@nestjs/common';
import { Refusal } from '../refusal.js';
import { check } from './check.js';

/** A Nest guard class, or a function of the request. */
export type GuardOption = Type<CanActivate> | ((request: unknown) => boolean | Promise<boolean>);

/** An instance from the user. It is used as it is and never frozen. */
export function hasMethods<Instance>(what: string, ...methods: readonly string[]): Check<Instance> {
  return {
    type: what,
    read(value, at) {
      const missing = methods.filter((method) => !hasMethod(value, method));
      if (missing.length === 0) return value as Instance;
      throw new Refusal(at, value, { why: `It has no method ${missing.join(' and ')}.`, fix: `Give ${what}.` });
    },
  };
}

/** True if `value` has the method. False if a getter or a proxy throws. */
export function hasMethod(value: unknown, method: string): boolean {
  try {
    return typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function';
  } catch {
    return false;
  }
}

export function regExp(): Check<RegExp> {
  return check('regular expression', { why: 'It is a pattern.', fix: 'Give a regular expression.' }, types.isRegExp);
}

export function callback<Fn>(why: string): Check<Fn> {
  return check('function', { why, fix: 'Give a function.' }, (value) => typeof value === 'function');
}

export function guard(why: string): Check<GuardOption> {
  const problem = { why, fix: 'Give a class with a method canActivate, or a function of the request.' };
  return check('guard class or function', problem, isGuard);
}

// Nest creates the instance. A class that is not a guard cannot be called as a function.
function isGuard(value: unknown): boolean {
  if (typeof value !== 'function') return false;
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  return !isClass || hasMethod(value.prototype, 'canActivate');
}
