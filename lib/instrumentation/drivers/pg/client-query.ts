import { type Context, context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Conclude, Observation, Operation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../../replace-method.js';
import type { Library } from '../../internals/library.js';
import type { ConnectionQueries } from '../sql/connection-queries.js';
import { isHousekeeping } from '../sql/session-commands.js';
import type { PgClient, PgQueryConfig, PgSubmittable } from './pg.types.js';
import { describeQuery } from './describe-query.js';
import type { PgMember } from './pg.internals.js';
import { followSubmittable } from './follow-submittable.js';
import { rowsOf } from './rows-of.js';

const NOTHING = {};

/** `Client#query` in all its forms: text or an object, with a callback, a promise, or an object that follows itself. */
export function clientQuery(
  patch: SharedPatch,
  queries: ConnectionQueries,
  library: Library<PgMember>,
): (original: Call, observedElsewhere: () => boolean) => Call {
  return (original, observedElsewhere) =>
    function query(this: unknown, ...parameters) {
      const caller = contextApi.active();
      const application = isTracingSuppressed(caller) ? undefined : patch.application(this, caller);
      if (application === undefined) return Reflect.apply(original, this, parameters);
      const operation = described(queries, library, application, this as PgClient, parameters);
      if (operation === undefined || isHousekeeping(operation, caller))
        return Reflect.apply(original, this, parameters);
      const [config, values, callback] = parameters;
      const parent = withForeignSpan(caller, observedElsewhere() && isEndedElsewhere(config));
      if (isSubmittable(config)) {
        const observation = application.telemetry.begin(operation, parent);
        try {
          followSubmittable(config, observation, library);
        } catch (error) {
          // A frozen one: it is seen, and not how it ends.
          application.report('A query object could not be followed', error);
          observation.end(databaseResult(NOTHING));
        }
        return Reflect.apply(original, this, parameters);
      }
      const given = [callback, values, Object(config).callback].find((candidate) => typeof candidate === 'function');
      if (given === undefined) {
        const ask = () => Reflect.apply(original, this, parameters);
        return application.telemetry.run(operation, ask, concludeQuery, parent);
      }
      const observation = application.telemetry.begin(operation, parent);
      return withCallback(observation, caller, given as Call, (settled) =>
        Reflect.apply(original, this, [config, typeof values === 'function' ? undefined : values, settled]),
      );
    };
}

function described(
  queries: ConnectionQueries,
  library: Library<PgMember>,
  application: ObservedApplication,
  client: PgClient,
  [config, values]: readonly unknown[],
): Operation | undefined {
  // The driver has something to say about that.
  if (config === undefined || config === null) return undefined;
  try {
    library.inspect('Client#host', client);
    library.inspect('Client#connection', client);
    const { host, port, database } = client;
    const server = { system: 'postgresql', namespace: database ?? undefined, address: host, port } as const;
    const { text, argumentCount } = describeQuery(client, config as string | PgQueryConfig, values);
    return queries.queries(application, client, server).operation(text, argumentCount);
  } catch (error) {
    application.report('A query could not be described', error);
    return undefined;
  }
}

/** The driver calls back in the context in which its connection was made: another request's, as a rule. */
function withCallback(
  observation: Observation,
  caller: Context,
  callback: Call,
  query: (settled: Call) => unknown,
): unknown {
  try {
    return query(function (this: unknown, ...answer) {
      const [error, result] = answer;
      observation.end(databaseResult(error ? NOTHING : rowsOf(result), error || undefined));
      return contextApi.with(caller, callback, this, ...answer);
    });
  } catch (error) {
    observation.end(databaseResult(NOTHING, error));
    throw error;
  }
}

const concludeQuery: Conclude = (settlement) => {
  if (settlement.as === 'thrown') return databaseResult(NOTHING, settlement.error);
  return databaseResult(settlement.as === 'returned' ? rowsOf(settlement.value) : NOTHING);
};

/**
 * The official instrumentation ends its spans by callbacks and promises. An object that follows its own query may have
 * neither: of cursors and streams it ends none, and so exports none.
 */
function isEndedElsewhere(config: unknown): boolean {
  return !isSubmittable(config) || typeof config.callback === 'function';
}

function isSubmittable(config: unknown): config is PgSubmittable {
  return typeof (config as { submit?: unknown }).submit === 'function';
}
