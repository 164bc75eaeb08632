// What the shorter examples in the documents take for granted: an application with its classes and values.
import type { CanActivate as NestCanActivate, ExecutionContext as NestExecutionContext } from '@nestjs/common';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import type { IncomingMessage as NodeIncomingMessage } from 'node:http';
import * as telemetry from 'nestjs-telemetry';

declare global {
  interface CanActivate extends NestCanActivate {}
  interface ExecutionContext extends NestExecutionContext {}
  interface IncomingMessage extends NodeIncomingMessage {}
  const Injectable: typeof common.Injectable;
  const Module: typeof common.Module;
  const NestFactory: typeof core.NestFactory;
  const TelemetryModule: typeof telemetry.TelemetryModule;
  const Logger: typeof telemetry.Logger;
  const logger: telemetry.Logger;
  const metrics: telemetry.Metrics;
  const statistics: telemetry.LogStatistics;
  class AppModule {}
  class AdminGuard implements CanActivate {
    canActivate(): boolean;
  }
  class ScrapeGuard extends AdminGuard {}
  class ConfigService {
    get(name: string): string | undefined;
  }
  class Orders {}
  class OrdersService {}
  const orderId: number;
  const error: Error;
  const left: number;
  const all: number;
  const file: string;
  function importFile(name: string): Promise<void>;
  const TraceQuery: typeof telemetry.TraceQuery;
  const TraceCache: typeof telemetry.TraceCache;
  const tracing: telemetry.Tracing;
  const database: { query(text: string, values: readonly unknown[]): Promise<readonly unknown[]> };
  const queue: { count(): Promise<number> };
}
