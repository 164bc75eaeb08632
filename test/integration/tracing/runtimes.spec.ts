import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Param } from '@nestjs/common';
import { context as contextApi, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { TelemetryOptions } from 'nestjs-telemetry';
import { Span, Tracing } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { ADAPTERS, type Adapter, type ObservedApplication, startObserved } from '../observed-application.js';
import { OtlpReceiver } from '../otlp/otlp-receiver.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';

@Controller('pages')
class PagesController {
  constructor(private readonly tracing: Tracing) {}

  @Get(':id')
  page(@Param('id') id: string): Promise<string> {
    return this.load(id);
  }

  @Span('load page')
  private async load(id: string): Promise<string> {
    if (id === 'torn') throw new RangeError('torn out');
    // A library that knows nothing of this module.
    trace.getTracer('some-library').startActiveSpan('parse', (span) => span.end());
    return this.tracing.run('render', async () => `page ${id}`);
  }
}

/** A span as every way of tracing can show it. */
interface Seen {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent: string;
}

interface Runtime {
  readonly observed: ObservedApplication;
  seen(): Promise<readonly Seen[]>;
  close(): Promise<void>;
}

type Start = (adapter: Adapter) => Promise<Runtime>;

async function start(adapter: Adapter, tracing: TelemetryOptions['tracing']): Promise<ObservedApplication> {
  return startObserved(adapter, { controllers: [PagesController] }, { tracing: tracing ?? {} });
}

function seenIn(exporter: InMemorySpanExporter): readonly Seen[] {
  return exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    traceId: span.spanContext().traceId,
    spanId: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId ?? '',
  }));
}

const assembled: Start = async (adapter) => {
  const exporter = new ExaminedSpanExporter();
  const observed = await start(adapter, { exporter });
  return {
    observed,
    seen: () =>
      observed.app
        .get(Tracing)
        .flush()
        .then(() => seenIn(exporter)),
    close: () => observed.close(),
  };
};

const nodeSdk: Start = async (adapter) => {
  const exporter = new ExaminedSpanExporter();
  const observed = await start(adapter, {
    exporter: 'none',
    sdk: { traceExporter: exporter, autoDetectResources: false },
  });
  return {
    observed,
    seen: () =>
      observed.app
        .get(Tracing)
        .flush()
        .then(() => seenIn(exporter)),
    close: () => observed.close(),
  };
};

const declarative: Start = async (adapter) => {
  const receiver = await OtlpReceiver.start();
  const file = join(mkdtempSync(join(tmpdir(), 'otel-config-')), 'otel.yaml');
  writeFileSync(
    file,
    [
      'file_format: "1.0"',
      'log_level: fatal',
      'tracer_provider:',
      '  processors:',
      '    - batch:',
      '        exporter:',
      '          otlp_http:',
      `            endpoint: ${receiver.endpoint}/v1/traces`,
      '',
    ].join('\n'),
  );
  process.env['OTEL_CONFIG_FILE'] = file;
  const observed = await start(adapter, { exporter: 'none' }).finally(() => delete process.env['OTEL_CONFIG_FILE']);
  return {
    observed,
    seen: async () => {
      await observed.app.get(Tracing).flush();
      return receiver.spans.map((span) => ({ ...span, parent: span.parentSpanId }));
    },
    close: async () => {
      await observed.close();
      await receiver.close();
    },
  };
};

const adopted: Start = async (adapter) => {
  const exporter = new ExaminedSpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);
  contextApi.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const observed = await start(adapter, { exporter: 'none' });
  return {
    observed,
    seen: async () => seenIn(exporter),
    close: async () => {
      await observed.close();
      // The owner's provider still works: it was not ended by the application.
      provider.getTracer('owner').startSpan('after').end();
      expect(seenIn(exporter).at(-1)?.name).toBe('after');
      trace.disable();
      propagation.disable();
    },
  };
};

describe.each<[string, Start]>([
  ['assembled from options', assembled],
  ['NodeSDK with a configuration', nodeSdk],
  ['NodeSDK with a declarative file', declarative],
  ['a provider that was registered before', adopted],
])('tracing by %s', (_name, startRuntime) => {
  describe.each(ADAPTERS)('on %s', (adapter) => {
    let runtime: Runtime;
    beforeEach(async () => {
      runtime = await startRuntime(adapter);
    });
    afterEach(() => runtime.close());

    async function request(path: string, headers: Record<string, string> = {}): Promise<readonly Seen[]> {
      const before = runtime.observed.requestLines().length;
      await (await fetch(`${runtime.observed.url}${path}`, { headers })).text();
      await until(() => runtime.observed.requestLines().length > before);
      return runtime.seen();
    }
    function tree(spans: readonly Seen[], parent: string, indent = ''): string[] {
      const lines: string[] = [];
      for (const span of spans.filter((each) => each.parent === parent)) {
        lines.push(indent + span.name);
        lines.push(...tree(spans, span.spanId, `${indent}> `));
      }
      return lines;
    }

    it('makes one tree of the module’s, the user’s and a library’s spans, below the caller', async () => {
      const spans = await request('/pages/7', { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` });
      expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([TRACE_ID]));
      expect(tree(spans, PARENT_ID)).toEqual(['GET /pages/:id', '> load page', '> > parse', '> > render']);
      expect(spans).toHaveLength(4);
    });

    it('counts and logs alike', async () => {
      const spans = await request('/pages/torn');
      expect(spans).toHaveLength(2);
      const line = runtime.observed.requestLines()[0];
      expect(line).toMatchObject({ level: 'error', trace_id: spans[0]?.traceId, error: { message: 'torn out' } });
      const labels = '{method="GET",endpoint="/pages/:id",status_code="500"}';
      expect(await runtime.observed.series(`http_requests_total${labels}`)).toBe(1);
    });
  });
});

it('an application that comes after others traces as they did', async () => {
  for (const each of [nodeSdk, assembled, adopted, nodeSdk]) {
    const runtime = await each('express');
    await (await fetch(`${runtime.observed.url}/pages/1`)).text();
    await until(async () => (await runtime.seen()).length >= 4);
    expect(await runtime.seen()).toHaveLength(4);
    await runtime.close();
  }
});
