import type { Check } from './description.js';
import { check } from './checks/check.js';
import { callback } from './checks/instances.js';
import { boolean } from './checks/scalars.js';
import { group, optional } from './option.js';
import { Refusal, refusing } from './refusal.js';

const SOURCES = ['useFactory', 'useClass', 'useExisting'] as const;
const FIX = `Give one of: ${SOURCES.join(', ')}.`;

const LIST: Check<readonly unknown[]> = check('list', { why: 'It is a list.', fix: 'Give an array.' }, Array.isArray);
const TOKEN: Check<unknown> = check(
  'token',
  { why: 'It names a provider.', fix: 'Give the token of a provider.' },
  (value) => value !== null && ['function', 'string', 'symbol'].includes(typeof value),
);

const ASYNC = group(
  {
    imports: optional(LIST),
    inject: optional(LIST),
    useFactory: optional(callback<unknown>('It makes the options.')),
    useClass: optional(callback<unknown>('Nest makes its instance, which makes the options.')),
    useExisting: optional(TOKEN),
    provideInjectionTokensFrom: optional(LIST),
    isGlobal: optional(boolean()),
  },
  (given, at) => {
    const sources = SOURCES.filter((name) => given[name] !== undefined);
    if (sources.length === 1) return;
    const why = sources.length === 0 ? 'Nothing makes the options.' : `${sources.join(' and ')} would both make them.`;
    throw new Refusal(at, given, { why, fix: FIX });
  },
);

/**
 * Checks the options of `forRootAsync()`. The options that its factory returns are checked when the application starts.
 *
 * @throws TelemetryError with code INVALID_OPTION.
 */
export function checkAsyncOptions(options: unknown): void {
  refusing(() => ASYNC.check.read(options, 'forRootAsync'));
}
