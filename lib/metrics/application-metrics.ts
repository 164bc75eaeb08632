import type { Registry } from 'prom-client';
import { businessOperation } from '../conventions/business/business.js';
import { BUSINESS } from '../conventions/business/business.kind.js';
import { cacheOperation, concludeLookup, isHit } from '../conventions/cache/cache.js';
import { CACHE } from '../conventions/cache/cache.kind.js';
import { databaseOperation } from '../conventions/database/database.js';
import { CONNECTION_POOL } from '../conventions/database/connection-pool.js';
import { DATABASE } from '../conventions/database/database.kind.js';
import { errorTypeFact } from '../conventions/error-type.js';
import { httpRoute, httpServerResult } from '../conventions/http-server/http-server.js';
import { HTTP_SERVER } from '../conventions/http-server/http-server.kind.js';
import { rpcOperation, rpcServerResult } from '../conventions/rpc/rpc.js';
import { RPC_SERVER } from '../conventions/rpc/rpc-server.kind.js';
import { concludeByThrow, type Labels, type Outcome, type ReportFault, type Result } from '../observation/index.js';
import { ConnectionPools } from './connection-pools.js';
import type { KindInstruments } from './kind-instruments.js';
import type { MetricCatalogue } from './metric-catalogue.js';
import type { MetricsObserver } from './metrics.observer.js';
import type { SeriesCap } from './series/series-cap.js';
import { isAddable, ValueReport } from './value-report.js';

/** The dependencies of an application's metrics. */
export interface MetricsSurroundings {
  readonly observer?: MetricsObserver;
  readonly cap?: SeriesCap;
  readonly pool?: ConnectionPools;
  readonly catalogue?: MetricCatalogue;
  readonly report?: ReportFault;
}

type Kind = Parameters<MetricsObserver['family']>[0];

const SUCCESS: Result = { failed: false, facts: {} };

/**
 * Records calls that telemetry cannot observe, in the same series as observed calls. A disabled family ignores them.
 */
export class ApplicationMetrics {
  protected readonly report: ReportFault;
  /** Reports a value that a metric cannot record. */
  protected readonly values: ValueReport;
  private readonly observer: MetricsObserver | undefined;
  private readonly pool: ConnectionPools | undefined;

  constructor(
    /** The registry behind the endpoint, for features that this class does not offer. */
    readonly registry: Registry,
    { observer, pool, report = () => undefined }: MetricsSurroundings = {},
  ) {
    this.observer = observer;
    this.pool = pool;
    this.report = report;
    this.values = new ValueReport(report);
  }

  /** `endpoint` is the route's template, such as `/users/:id`. A path would create one series per user. */
  recordHttpRequest(
    method: string,
    endpoint: string,
    statusCode: number,
    durationMs: number,
    responseSizeBytes = 0,
  ): void {
    this.record(HTTP_SERVER.kind, durationMs, () => ({
      labels: httpRoute(method, endpoint).labels,
      result: httpServerResult({
        statusCode,
        bodySizeBytes: responseSizeBytes,
        how: 'sent',
        error: undefined,
        errorStatusFrom: 500,
      }),
    }));
  }

  recordDbQuery(operation: string, table: string, durationMs: number, error?: unknown): void {
    this.record(DATABASE.kind, durationMs, () => ({
      labels: databaseOperation({ system: 'other_sql', operation, collection: table }).labels,
      result: error === undefined || error === null ? SUCCESS : concludeByThrow({ as: 'thrown', error }),
    }));
  }

  setDbConnectionPool(active: number, idle: number, inUse: number): void {
    const numbers: readonly unknown[] = [active, idle, inUse];
    if (numbers.every(isAddable)) this.pool?.set({ active, idle, inUse });
    else
      this.values.refused(
        CONNECTION_POOL.name,
        numbers.find((value) => !isAddable(value)),
      );
  }

  recordCacheHit(cacheType: string, operation: string): void {
    this.countLookup(cacheType, operation, true);
  }

  recordCacheMiss(cacheType: string, operation: string): void {
    this.countLookup(cacheType, operation, false);
  }

  /** Records the duration of an operation. {@link recordCacheHit} and {@link recordCacheMiss} count hits and misses. */
  recordCacheOperation(
    cacheType: string,
    operation: string,
    result: 'hit' | 'miss' | 'success' | 'error',
    durationMs: number,
  ): void {
    this.apply(CACHE.kind, (family) => {
      const { labels } = cacheOperation({ system: cacheType, operation });
      const outcome = result === 'hit' || result === 'miss' ? lookup(result === 'hit') : SUCCESS;
      const measured = this.measured(family, durationMs, outcome);
      family.time(labels, { ...measured, failed: result === 'error' });
    });
  }

  /** `statusCode` is the name of the status, such as `OK` or `NOT_FOUND`. */
  recordGrpcRequest(
    method: string,
    service: string,
    statusCode: string,
    durationMs: number,
    responseSizeBytes?: number,
  ): void {
    this.record(RPC_SERVER.kind, durationMs, () => ({
      labels: rpcOperation(RPC_SERVER.kind, { system: 'grpc', service, method }).labels,
      result: rpcServerResult(statusCode, { responseSizeBytes }),
    }));
  }

  /** `errorType` is the error's class or code, never its message. Empty for a success. */
  recordBusinessOperation(operation: string, result: 'success' | 'error', errorType: string, durationMs: number): void {
    this.record(BUSINESS.kind, durationMs, () => ({
      labels: businessOperation(operation).labels,
      result: { failed: result === 'error', facts: errorTypeFact(errorType) },
    }));
  }

  private countLookup(system: string, operation: string, hit: boolean): void {
    this.apply(CACHE.kind, (family) => {
      const { labels } = cacheOperation({ system, operation });
      family.count(labels, { ...lookup(hit), durationMs: 0 });
    });
  }

  /** Counts and times a call. An invalid number is reported and not recorded; the call is still counted. */
  private record(
    kind: Kind,
    durationMs: number,
    describe: () => { readonly labels: Labels; readonly result: Result },
  ): void {
    this.apply(kind, (family) => {
      const { labels, result } = describe();
      const outcome = this.measured(family, durationMs, result);
      family.count(labels, outcome);
      family.time(labels, outcome);
    });
  }

  /** Does nothing if the family is disabled. Never throws, for any arguments. */
  private apply(kind: Kind, add: (instruments: KindInstruments) => void): void {
    const family = this.observer?.family(kind);
    if (family === undefined) return;
    try {
      add(family);
    } catch (error) {
      this.values.failed(family.family.duration.name, error);
    }
  }

  /** The result with its duration. An invalid duration is NaN: histograms ignore it. */
  private measured({ family: { duration, size } }: KindInstruments, durationMs: number, result: Result): Outcome {
    const bytes = size && result.facts[size.fact];
    if (size !== undefined && bytes !== undefined && !isAddable(bytes)) this.values.refused(size.name, bytes);
    if (isAddable(durationMs)) return { ...result, durationMs };
    this.values.refused(duration.name, durationMs);
    return { ...result, durationMs: NaN };
  }
}

const lookup = (hit: boolean): Result => concludeLookup(isHit)({ as: 'returned', value: hit });
