import type { HttpServer } from '@nestjs/common';
import type { ReportFault } from '../observation/index.js';
import type { ScrapedMetrics } from './cluster/scraped-metrics.js';

/**
 * Serves metrics on a route of the application's own server. It is a route of the adapter and not a controller, so
 * that a global prefix or a guard meant for people's requests does not hide it from the scraper.
 */
export function serveMetrics(adapter: HttpServer, path: string, scraped: ScrapedMetrics, report: ReportFault): void {
  adapter.get(path, async (_request: unknown, response: unknown) => {
    try {
      const registry = await scraped.registry();
      const body = await registry.metrics();
      adapter.setHeader?.(response, 'Content-Type', registry.contentType);
      await adapter.reply(response, body, 200);
    } catch (error) {
      report('The metrics could not be collected', error);
      await adapter.reply(response, 'The metrics could not be collected', 500);
    }
  });
}
