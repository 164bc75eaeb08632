import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExpositionFormat } from './exposition-format.js';
import type { ScrapedMetric } from './scraped-metrics.js';

/** The number of samples to write before requests get a turn: about half a millisecond of work. */
const SLICE_SAMPLES = 500;

/** Writes metrics in slices, so that no request waits for a whole scrape. */
export async function writeExposition(
  metrics: AsyncIterable<ScrapedMetric>,
  format: ExpositionFormat,
  pause: () => Promise<unknown> = () => nextTurn(),
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let text = '';
  let samples = 0;
  for await (const metric of metrics) {
    text += format.head(metric);
    for (const series of metric.series) {
      for (const sample of series) text += format.line(metric, sample, metric.defaults);
      samples += series.length;
      if (samples < SLICE_SAMPLES) continue;
      chunks.push(Buffer.from(text));
      text = '';
      samples = 0;
      await pause();
    }
  }
  chunks.push(Buffer.from(text + format.end));
  return Buffer.concat(chunks);
}
