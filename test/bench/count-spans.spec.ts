import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { countSpans } from '../../bench/receiver/count-spans.js';

describe('countSpans', () => {
  it.each([1, 2, 500])('counts %i spans of two scopes in what the exporter sends', async (count) => {
    const body = await exported((provider) => {
      for (let at = 0; at < count; at++) {
        const span = provider.getTracer(at % 2 === 0 ? 'even' : 'odd').startSpan(`span ${at}`);
        span.setAttributes({ text: 'x'.repeat(at), whole: at, half: at / 2, list: [1, 2] });
        span.addEvent('event', { at }).end();
      }
    });

    expect(countSpans(body)).toBe(count);
  });

  it('finds none in an empty message', () => {
    expect(countSpans(new Uint8Array())).toBe(0);
  });

  it('refuses a message that was cut off', async () => {
    const body = await exported((provider) => provider.getTracer('cut').startSpan('span').end());

    expect(() => countSpans(body.subarray(0, body.length - 1))).toThrow('A field is longer than its message.');
  });
});

/** The body of the one export that `work` leads to. */
async function exported(work: (provider: TracerProvider) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  work(provider);
  await provider.shutdown();
  await new Promise((resolve) => server.close(resolve));
  return Buffer.concat(chunks);
}
