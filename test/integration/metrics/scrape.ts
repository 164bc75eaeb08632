import { request } from 'node:http';

export interface Scraped {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly text: string;
}

/** One request as it goes over the wire: `fetch` would add headers and unzip by itself. */
export function scrape(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Scraped> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString() });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}
