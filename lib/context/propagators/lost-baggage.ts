import type { ReportFault } from '../../observation/index.js';

const MAX_KEY_LENGTH = 100;

/** The same text each time: diagnostics write it once, and count it from then on. */
export function reportLostBaggage(report: ReportFault, key = ''): void {
  report(
    'Baggage was too large to be passed on: an entry may have 4096 characters, all of them together 8192, and there may be 180. Shorten it. The first entry that was left out',
    key.slice(0, MAX_KEY_LENGTH),
  );
}
