import type { Registry } from 'prom-client';
import { businessOperation } from '../conventions/business/business.js';
import { BUSINESS } from '../conventions/business/business.kind.js';
import { cacheOperation, concludeLookup, isHit } from '../conventions/cache/cache.js';
import { CACHE } from '../conventions/cache/cache.kind.js';
import { databaseOperation } from '../conventions/database/database.js';
import { DATABASE } from '../conventions/database/database.kind.js';
import { errorTypeFact } from '../conventions/error-type.js';
import { httpRoute, httpServerResult } from '../conventions/http-server/http-server.js';
import { HTTP_SERVER } from '../conventions/http-server/http-server.kind.js';
import { rpcOperation, rpcServerResult } from '../conventions/rpc/rpc.js';
import { RPC_SERVER } from '../conventions/rpc/rpc-server.kind.js';
import { concludeByThrow, type Labels, type ReportFault, type Result } from '../observation/index.js';
import { ConnectionPools } from './connection-pools.js';
import type { FamilyInstruments } from './family-instruments.js';
import type { MetricsObserver } from './metrics.observer.js';
import type { SeriesCap } from './series/series-cap.js';

/** What the metrics of an application work with. */
export interface MetricsSurroundings {
  readonly observer?: MetricsObserver;
  readonly cap?: SeriesCap;
  readonly pool?: ConnectionPools;
  readonly report?: ReportFault;
}

const SUCCESS: Result = { failed: false, facts: {} };

/**
 * The families that telemetry feeds by itself, for calls that it cannot see: written by hand, they add to the same
 * series. A family that is switched off ignores it.
 */
export class ApplicationMetrics {
  protected readonly cap: SeriesCap | undefined;
  protected readonly report: ReportFault;
  private readonly observer: MetricsObserver | undefined;
  private readonly pool: ConnectionPools | undefined;

  constructor(
    /** The registry behind the endpoint, for what this class does not offer. */
    readonly registry: Registry,
    { observer, cap, pool, report = () => undefined }: MetricsSurroundings = {},
  ) {
    this.observer = observer;
    this.cap = cap;
    this.pool = pool;
    this.report = report;
  }

  /** `endpoint` is the route's template, such as `/users/:id`: a path would make a series for each user. */
  recordHttpRequest(
    method: string,
    endpoint: string,
    statusCode: number,
    durationMs: number,
    responseSizeBytes = 0,
  ): void {
    const result = httpServerResult({
      statusCode,
      bodySizeBytes: responseSizeBytes,
      aborted: false,
      error: undefined,
      errorStatusFrom: 500,
    });
    record(this.observer?.family(HTTP_SERVER.kind), httpRoute(method, endpoint).labels, result, durationMs);
  }

  recordDbQuery(operation: string, table: string, durationMs: number, error?: unknown): void {
    const { labels } = databaseOperation({ system: 'other_sql', operation, collection: table });
    const result = error === undefined || error === null ? SUCCESS : concludeByThrow({ as: 'thrown', error });
    record(this.observer?.family(DATABASE.kind), labels, result, durationMs);
  }

  setDbConnectionPool(active: number, idle: number, inUse: number): void {
    this.pool?.set({ active, idle, inUse });
  }

  recordCacheHit(cacheType: string, operation: string): void {
    this.countLookup(cacheType, operation, true);
  }

  recordCacheMiss(cacheType: string, operation: string): void {
    this.countLookup(cacheType, operation, false);
  }

  /** Times an operation; hits and misses are counted by {@link recordCacheHit} and {@link recordCacheMiss}. */
  recordCacheOperation(
    cacheType: string,
    operation: string,
    result: 'hit' | 'miss' | 'success' | 'error',
    durationMs: number,
  ): void {
    const { labels } = cacheOperation({ system: cacheType, operation });
    const outcome = result === 'hit' || result === 'miss' ? lookup(result === 'hit') : SUCCESS;
    this.observer?.family(CACHE.kind)?.time(labels, { ...outcome, failed: result === 'error', durationMs });
  }

  /** `statusCode` is the status's name, such as `OK` or `NOT_FOUND`. */
  recordGrpcRequest(
    method: string,
    service: string,
    statusCode: string,
    durationMs: number,
    responseSizeBytes?: number,
  ): void {
    const { labels } = rpcOperation(RPC_SERVER.kind, { system: 'grpc', service, method });
    record(
      this.observer?.family(RPC_SERVER.kind),
      labels,
      rpcServerResult(statusCode, { responseSizeBytes }),
      durationMs,
    );
  }

  /** `errorType` is the error's class or code, never its message. Empty for a success. */
  recordBusinessOperation(operation: string, result: 'success' | 'error', errorType: string, durationMs: number): void {
    const { labels } = businessOperation(operation);
    const outcome = { failed: result === 'error', facts: errorTypeFact(errorType) };
    record(this.observer?.family(BUSINESS.kind), labels, outcome, durationMs);
  }

  private countLookup(system: string, operation: string, hit: boolean): void {
    const { labels } = cacheOperation({ system, operation });
    this.observer?.family(CACHE.kind)?.count(labels, { ...lookup(hit), durationMs: 0 });
  }
}

const lookup = (hit: boolean): Result => concludeLookup(isHit)({ as: 'returned', value: hit });

function record(family: FamilyInstruments | undefined, labels: Labels, result: Result, durationMs: number): void {
  const outcome = { ...result, durationMs };
  family?.count(labels, outcome);
  family?.time(labels, outcome);
}
