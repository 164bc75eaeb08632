import { Pushgateway, type Registry } from 'prom-client';
import type { ResolvedMetrics } from '../../options/metrics.options.js';
import { shownAddress } from '../../sending/sender.js';
import type { PushTarget } from './periodic-push.js';

/** What is pushed: the text that a scrape would get. */
export type Exposition = () => Promise<string>;

/**
 * Replaces the group of this job at a Pushgateway by what the application has now.
 *
 * Source: github.com/prometheus/pushgateway, «PUT method».
 */
export function pushgatewayPush(
  { url, jobName, groupings, headers }: NonNullable<ResolvedMetrics['pushgateway']>,
  exposition: Exposition,
): PushTarget {
  // The client asks its registry for nothing else, and a registry can speak OpenMetrics, which the gateway does not.
  const registry = { metrics: exposition } as Registry;
  return {
    name: 'pushgateway',
    address: shownAddress(url),
    async push(signal) {
      const gateway = new Pushgateway(url, { headers: { ...headers }, signal }, registry);
      await gateway.push({ jobName, groupings: { ...groupings } });
      return { kind: 'sent' };
    },
  };
}
