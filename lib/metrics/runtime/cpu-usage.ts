import { Interval } from './interval.js';

interface Usage {
  readonly user: number;
  readonly system: number;
}

/** The CPU use of the process since the last reading, in percent of one core. It exceeds 100 with several threads. */
export function cpuUsage(
  cpu: () => Usage = () => process.cpuUsage(),
  now?: () => number,
): Interval<Readonly<Record<'user' | 'system' | 'total', number>>> {
  let before = cpu();
  return new Interval((elapsedMs) => {
    const usage = cpu();
    // Microseconds divided by milliseconds.
    const percent = (used: number) => (elapsedMs > 0 ? used / elapsedMs / 10 : 0);
    const user = percent(usage.user - before.user);
    const system = percent(usage.system - before.system);
    before = usage;
    return { user, system, total: user + system };
  }, now);
}
