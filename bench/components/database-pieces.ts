import { DatabaseSync } from 'node:sqlite';
import { type Context, context as contextApi, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { EMPTY } from 'rxjs';
import type { ObservedApplication } from '../../lib/instrumentation/door.js';
import { connectionCommand } from '../../lib/instrumentation/drivers/mongodb/connection-command.js';
import { openNodeSqlite } from '../../lib/instrumentation/drivers/node-sqlite/node-sqlite.door.js';
import { clientQuery } from '../../lib/instrumentation/drivers/pg/client-query.js';
import { replaceMethod } from '../../lib/instrumentation/replace-method.js';
import { KnownServers } from '../../lib/instrumentation/drivers/sql/known-servers.js';
import { SharedPatch } from '../../lib/instrumentation/shared-patch.js';
import { Telemetry } from '../../lib/observation/index.js';
import { resolveOptions } from '../../lib/telemetry.options.js';
import { createTracerProvider } from '../../lib/tracing/tracer-provider.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import type { Piece } from './micro.js';
import { NO_EXPORTER } from './sinks.js';

/** The batch of spans must not outgrow its queue. */
const YIELD_EVERY = 1_000;

/** Answers at once: what remains is the adapter. */
class StubMongoConnection {
  readonly established = true;
  readonly address = '127.0.0.1:27017';

  command(_namespace: object, _command: object): Promise<object> {
    return Promise.resolve({ ok: 1 });
  }
}

class StubPgClient {
  readonly host = '127.0.0.1';
  readonly port = 5432;
  readonly database = 'test';

  query(_text: string, _values: readonly unknown[]): Promise<object> {
    return Promise.resolve({ command: 'SELECT', rowCount: 1, rows: [{}] });
  }
}

type Query = () => unknown;

/** A query of each adapter, as it is, in a trace that is not sampled, and in one that is, with and without collapsing. */
export async function databasePieces(): Promise<Piece[]> {
  const plain = queries();
  const pieces: Piece[] = Object.entries(plain).map(([name, query]) => piece(`${name}, plain`, query, ROOT_CONTEXT));
  const unsampled = await observed(0, false);
  const sampled = await observed(1, false);
  const collapsed = await observed(1, 20);
  const watched = await watchedQueries([unsampled.application, sampled.application, collapsed.application]);
  for (const [name, query] of Object.entries(watched)) {
    pieces.push(
      piece(`${name}, unsampled trace`, query, unsampled.context),
      piece(`${name}, sampled trace`, query, sampled.context),
      piece(`${name}, repeated and collapsed`, query, collapsed.context),
    );
  }
  return pieces;
}

/** The prototypes of the stubs are patched once the plain ones have been measured: these are of classes of their own. */
function queries(
  mongo = new (class extends StubMongoConnection {})(),
  pg = new (class extends StubPgClient {})(),
): Readonly<Record<string, Query>> {
  const statement = new DatabaseSync(':memory:').prepare('SELECT ? AS id');
  // As it is now: the door may open later.
  const { get } = statement;
  const namespace = { db: 'shop' };
  return {
    'node:sqlite get': () => Reflect.apply(get, statement, [1]),
    'pg query': () => pg.query('SELECT * FROM users WHERE id = $1', [1]),
    'mongodb find': () => mongo.command(namespace, { find: 'users', filter: { age: { $gt: 18 } }, limit: 10 }),
  };
}

async function watchedQueries(applications: readonly ObservedApplication[]): Promise<Readonly<Record<string, Query>>> {
  const patch = new SharedPatch('bench');
  for (const application of applications) {
    patch.open(application, () => () => undefined);
    await openNodeSqlite(application);
  }
  class Mongo extends StubMongoConnection {}
  class Pg extends StubPgClient {}
  Object.defineProperties(Mongo.prototype, Object.getOwnPropertyDescriptors(StubMongoConnection.prototype));
  Object.defineProperties(Pg.prototype, Object.getOwnPropertyDescriptors(StubPgClient.prototype));
  replaceMethod(Mongo.prototype, 'command', connectionCommand(patch));
  replaceMethod(Pg.prototype, 'query', clientQuery(patch, new KnownServers()));
  return queries(new Mongo(), new Pg());
}

async function observed(
  samplingRatio: number,
  collapseRepeatedAfter: number | false,
): Promise<{ application: ObservedApplication; context: Context }> {
  const options = resolveOptions({
    tracing: { exporter: NO_EXPORTER, samplingRatio, batch: { maxExportBatchSize: 512 } },
    database: { drivers: { nodeSqlite: true }, collapseRepeatedAfter },
  });
  const tracer = (await createTracerProvider(options)).getTracer('bench');
  const report = (what: string, error?: unknown): never => {
    throw new Error(what, { cause: error });
  };
  const telemetry = new Telemetry([new TracingObserver(tracer, true, collapseRepeatedAfter)], report);
  const request = { kind: 'http.server', name: 'GET', labels: {}, attributes: {} };
  const { context } = telemetry.beginUnit(request, ROOT_CONTEXT);
  const watchPool = () => () => undefined;
  const application = { telemetry, propagator: propagation, options, report, watchPool, rpcTargets: EMPTY };
  return { application, context };
}

function piece(name: string, query: Query, context: Context): Piece {
  return {
    name,
    run: (times) =>
      contextApi.with(context, async () => {
        for (let at = 0; at < times; at++) {
          const answer = query();
          if (answer instanceof Promise) await answer;
          if (at % YIELD_EVERY === 0) await new Promise(setImmediate);
        }
      }),
  };
}
