import { refuse } from './rules.js';

/** Names of options that are called otherwise today, and still accepted. */
export const EARLIER_FAMILY_NAMES = { grpc: 'rpc', messages: 'messaging' } as const;
export const EARLIER_EVENT_NAMES = { message: 'messaging' } as const;

/**
 * The options of a group under today's names.
 *
 * @throws TelemetryError with code INVALID_OPTION when one is given under both names.
 */
export function underTodaysNames<Value>(
  group: string,
  given: Readonly<Record<string, Value | undefined>>,
  earlierNames: Readonly<Record<string, string>>,
): Readonly<Record<string, Value | undefined>> {
  const options = { ...given };
  for (const [earlier, today] of Object.entries(earlierNames)) {
    const value = options[earlier];
    delete options[earlier];
    if (value === undefined) continue;
    if (options[today] !== undefined) {
      refuse(`${group}.${earlier}`, value, {
        why: `It is the earlier name of ${group}.${today}, which is given too.`,
        fix: `Give ${group}.${today} alone.`,
      });
    }
    options[today] = value;
  }
  return options;
}
