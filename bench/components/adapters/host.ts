import type { INestApplicationContext, INestMicroservice, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';
import { Telemetry, TelemetryModule, type TelemetryOptions } from '../../../lib/index.js';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';

const REQUEST = { kind: 'http.server', name: 'GET /users/:id', labels: {}, attributes: {} };

/** The Nest application in which calls are made. Without options, it has no telemetry. */
export class Host {
  private application: INestApplicationContext | undefined;

  constructor(private readonly telemetry: TelemetryOptions | undefined) {}

  async start(metadata: ModuleMetadata = {}): Promise<void> {
    this.application = await NestFactory.createApplicationContext(this.root(metadata), { logger: false });
  }

  async serve(metadata: ModuleMetadata, options: MicroserviceOptions): Promise<INestMicroservice> {
    const server = await NestFactory.createMicroservice(this.root(metadata), { ...options, logger: false });
    this.application = server;
    await server.listen();
    return server;
  }

  /** The context of a request in progress, whose calls are to be made. */
  request(): Context | undefined {
    if (this.telemetry === undefined) return undefined;
    return this.application?.get(Telemetry).beginUnit(REQUEST, ROOT_CONTEXT).context;
  }

  /** @throws Error where spans did not fit into the queue: they would cost less than they do. */
  verify(): void {
    if (this.telemetry === undefined) return;
    const exporters = this.application?.get(ExportStatistics, { strict: false }).read() ?? [];
    const lost = exporters.reduce((sum, { dropped }) => sum + dropped, 0);
    if (lost > 0) throw new Error(`${lost} spans were dropped`);
  }

  private root(metadata: ModuleMetadata) {
    const imports = this.telemetry === undefined ? [] : [TelemetryModule.forRoot(this.telemetry)];
    return { module: class Root {}, ...metadata, imports };
  }
}
