import type { Laboratory } from '../processes/laboratory.js';
import { type AdapterName, type Variant, VARIANTS } from '../variant.js';

const REQUESTS = 100;

/** What one request of a variant leaves behind: a stack that is set up wrongly would be a cheap one. */
export interface Delivery {
  readonly spans: number;
  readonly logLines: number;
  /** Increments of `http_requests_total`. */
  readonly counted: number;
}

export async function measureDelivery(lab: Laboratory, adapter: AdapterName): Promise<Record<Variant, Delivery>> {
  const delivered: Partial<Record<Variant, Delivery>> = {};
  for (const variant of VARIANTS) delivered[variant] = await deliveryOf(lab, variant, adapter);
  return delivered as Record<Variant, Delivery>;
}

async function deliveryOf(lab: Laboratory, variant: Variant, adapter: AdapterName): Promise<Delivery> {
  const server = await lab.serve(variant, adapter, { countLines: true });
  try {
    const before = await lab.collect(server);
    await lab.load.ask('requests', { port: server.port, count: REQUESTS });
    const spans = (await lab.collect(server)) - before;
    const logLines = server.linesWritten;
    const counted = variant === 'bare' ? 0 : await countedRequests(server.port);
    return { spans: spans / REQUESTS, logLines: logLines / REQUESTS, counted: counted / REQUESTS };
  } finally {
    await server.stop();
  }
}

async function countedRequests(port: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  let total = 0;
  for (const [, count] of metrics.matchAll(/^http_requests_total\{.*\} (\d+)$/gm)) total += Number(count);
  return total;
}
