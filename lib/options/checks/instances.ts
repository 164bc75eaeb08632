import type { Check } from '../description.js';
import { types } from 'node:util';
import type { CanActivate, Type } from '@nestjs/common';
import { Refusal } from '../refusal.js';
import { check } from './check.js';

/** A guard class of Nest's, or a function of the request. */
export type GuardOption = Type<CanActivate> | ((request: unknown) => boolean | Promise<boolean>);

/** An instance of the user's: it stays as it is, and is never frozen. */
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

/** Whether `value` has the method. A getter or a proxy that throws has none. */
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

// Nest makes the instance; and a class that is no guard cannot be called as a function.
function isGuard(value: unknown): boolean {
  if (typeof value !== 'function') return false;
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  return !isClass || hasMethod(value.prototype, 'canActivate');
}
