import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TracingOptions } from 'nestjs-telemetry';

describe('Without any package of an exporter', () => {
  it.each([[{}], [{ exporter: 'none' }], [{ exporter: 'console' }], [{ exporter: 'zipkin' }]] satisfies [
    TracingOptions,
  ][])('an application with %j starts', async (tracing) => {
    expect(await start(tracing)).toEqual({ started: true });
  });

  it.each([
    [{ exporter: 'otlp' }, '@opentelemetry/otlp-exporter-base'],
    [{ exporter: 'jaeger' }, '@opentelemetry/otlp-exporter-base'],
    [{ exporter: { type: 'otlp', protocol: 'http/json' } }, '@opentelemetry/otlp-exporter-base'],
    [{ exporter: ['none', { type: 'otlp', protocol: 'grpc' }] }, '@opentelemetry/otlp-exporter-base'],
  ] satisfies [TracingOptions, string][])('an application with %j is told to install %s', async (tracing, name) => {
    expect(await start(tracing)).toMatchObject({
      started: false,
      ours: true,
      code: 'MODULE_MISSING',
      message: expect.stringMatching(new RegExp(`The package ${name} is not installed[^]*Run: npm install ${name}$`)),
    });
  });
});

async function start(tracing: TracingOptions): Promise<unknown> {
  const loaders = ['../../typescript-loader.mjs', './absent-packages.mjs'].flatMap((path) => [
    '--import',
    new URL(path, import.meta.url).href,
  ]);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
  const child = fork(
    fileURLToPath(new URL('./missing-package.process.ts', import.meta.url)),
    [JSON.stringify(tracing)],
    { execArgv: loaders, env },
  );
  const [[message]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  return message;
}
