import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { until } from '../../until.js';
import { ADAPTERS, startObserved } from '../observed-application.js';

function active(type: string): number {
  return process.getActiveResourcesInfo().filter((each) => each === type).length;
}

async function scrape(url: string): Promise<Map<string, number>> {
  const [response] = (await once(get(`${url}/metrics`, { agent: false }), 'response')) as [IncomingMessage];
  const lines = (await text(response)).matchAll(/^nodejs_active_resources\{type="(\w+)"\} (\d+)$/gm);
  return new Map(Array.from(lines, ([, type = '', count]) => [type, Number(count)]));
}

it.each(ADAPTERS)('the active resources have no part that the scrape is; on %s', async (adapter) => {
  const observed = await startObserved(adapter, {}, { metrics: { processMetrics: true } });
  // Connections of the test before.
  await until(() => active('TCPSocketWrap') === 0);
  const timeouts = active('Timeout');
  const timer = setTimeout(() => undefined, 60_000);
  const seen = await scrape(observed.url);
  clearTimeout(timer);
  // This process is the scraper too: one end of the connection is its own.
  expect(seen.get('TCPSocketWrap')).toBe(1);
  expect(seen.get('Timeout')).toBe(timeouts + 1);
  expect(seen.get('TCPServerWrap')).toBeGreaterThan(0);
  await observed.close();
});
