import { until } from '../../until.js';
import type { Case } from './cases.js';
import type { Ends } from './ends.js';
import type { SpanRecord } from './span-record.js';

/** What one played case left in both processes. */
export interface TracedCase {
  readonly root: SpanRecord;
  readonly sent: readonly SpanRecord[];
  readonly processed: readonly SpanRecord[];
}

/** Plays the case and waits for its spans, and a moment more, in which a second report of the same would show itself. */
export async function traced(ends: Ends, title: Case): Promise<TracedCase> {
  const before = new Set((await ends.spans()).map(({ spanId }) => spanId));
  await ends.play(title);
  const fresh = async () => (await ends.spans()).filter(({ spanId }) => !before.has(spanId));
  await until(async () => {
    const found = sorted(await fresh(), ends, title);
    return found !== undefined && found.sent.length > 0 && found.processed.length > 0;
  });
  // Rounds through both processes, in which a second report would show itself.
  for (let rounds = 0; rounds < 3; rounds++) await ends.spans();
  const found = sorted(await fresh(), ends, title);
  if (found === undefined) throw new Error(`There is no span "${title}".`);
  return found;
}

function sorted(spans: readonly SpanRecord[], { transport }: Ends, title: Case): TracedCase | undefined {
  const [sent, processed] = transport.spans.kinds;
  const root = spans.find(({ name }) => name === title);
  if (root === undefined) return undefined;
  return {
    root,
    sent: spans.filter(({ kind }) => kind === sent),
    processed: spans.filter(({ kind }) => kind === processed),
  };
}
