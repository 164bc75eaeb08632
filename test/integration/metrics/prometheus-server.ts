import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestServer } from '../test-server.js';

export interface QueriedSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

export interface QueriedExemplars {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
}

export interface ScrapeTarget {
  readonly health: string;
  readonly lastError: string;
}

/** A real Prometheus that scrapes one application twice a second, asked through its query API. */
export class PrometheusServer {
  private constructor(private readonly server: TestServer) {}

  static async start(scrapedUrl: string): Promise<PrometheusServer> {
    const server = await TestServer.start('prometheus', '/-/ready', (port, directory) => {
      const config = join(directory, 'prometheus.yml');
      writeFileSync(config, configuration(new URL(scrapedUrl)));
      return [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--enable-feature=exemplar-storage',
        '--log.level=error',
      ];
    });
    return new PrometheusServer(server);
  }

  /** The values of a PromQL expression now. */
  async query(expression: string): Promise<readonly QueriedSeries[]> {
    const { result } = await this.get<{ result: QueriedSeries[] }>('query', { query: expression });
    return result;
  }

  /** The only value of an expression; undefined when it has none yet. */
  async value(expression: string): Promise<number | undefined> {
    const [first] = await this.query(expression);
    return first === undefined ? undefined : Number(first.value[1]);
  }

  exemplars(expression: string): Promise<readonly QueriedExemplars[]> {
    const now = Date.now() / 1_000;
    return this.get('query_exemplars', { query: expression, start: String(now - 300), end: String(now + 10) });
  }

  async target(): Promise<ScrapeTarget | undefined> {
    return (await this.get<{ activeTargets: ScrapeTarget[] }>('targets', {})).activeTargets[0];
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private async get<Data>(what: string, parameters: Record<string, string>): Promise<Data> {
    const response = await fetch(`${this.server.url}/api/v1/${what}?${new URLSearchParams(parameters).toString()}`);
    const { status, data, error } = (await response.json()) as { status: string; data: Data; error?: string };
    if (status !== 'success') throw new Error(`Prometheus answered: ${error}`);
    return data;
  }
}

function configuration({ host, pathname }: URL): string {
  return `
global: { scrape_interval: 500ms, scrape_timeout: 500ms }
scrape_configs:
  - job_name: shop
    metrics_path: ${pathname}
    static_configs: [{ targets: ['${host}'] }]
`;
}
