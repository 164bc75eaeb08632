import type { InstrumentationState } from '../../instrumentation/states/instrumentation-states.js';
import type { Finding } from './finding.js';

/** What the running instrumentations see, and what they lack. */
export function instrumentationFindings(states: readonly InstrumentationState[]): readonly Finding[] {
  const losses = states.flatMap(({ name, losses: lost }) =>
    lost.map(({ library, problem, costs, fix }): Finding => ({
      level: 'warning',
      about: name,
      what: `${library} ${problem}.`,
      why: `Without it, ${costs}.`,
      fix: `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`,
    })),
  );
  const whole = states.filter(({ active }) => active).map(observed);
  return [...losses, ...whole];
}

function observed({ name, loadedBefore }: InstrumentationState): Finding {
  const what = `${name} is observed.`;
  if (loadedBefore !== true) return { level: 'ok', about: name, what };
  const why = 'It was loaded before telemetry, which makes no difference: its prototypes are patched.';
  return { level: 'ok', about: name, what, why };
}
