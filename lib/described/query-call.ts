import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
} from '@opentelemetry/semantic-conventions';
import { type Conclude, concludeByThrow, type Operation, type Telemetry } from '../observation/index.js';
import {
  type DatabaseQuery,
  databaseOperation,
  databaseResult,
  withArgumentCount,
} from '../conventions/database/database.js';
import { ask, type DescribedCall, factsOf, type PerCall } from './described-call.js';
import { type DescriptionSettings, settingsOf } from './description-settings.js';
import { OTHER_OPERATION } from '../conventions/database/sql/statement-start.js';

/** A query, described by its SQL text, or by its operation and table. */
export type TraceQueryOptions = (DatabaseQuery | QueryByText) & {
  /** Attributes of what came out, once it has settled, such as `db.response.returned_rows`. */
  readonly onResult?: (result: never) => Attributes;
  /** Default: the number of arguments of the method call. */
  readonly argumentCount?: number;
};

interface QueryByText extends Partial<DatabaseQuery> {
  readonly system: string;
  /** The SQL. Literals and comments are removed. Operation and table are read from it if they are not given. */
  readonly text: string;
}

/** A query that the application describes. If its description throws, the call is still a query. */
export function describeQueryCall(
  options: PerCall<TraceQueryOptions>,
  args: readonly unknown[] | undefined,
  telemetry: Telemetry,
): DescribedCall {
  const settings = settingsOf(telemetry);
  const { report } = telemetry;
  const what = 'The description of a query';
  const query =
    typeof options === 'function' ? ask(report, what, () => options(...((args ?? []) as never[]))) : options;
  if (query === undefined) return { operation: undescribed(settings), conclude: concludeQuery };
  const described = ask(report, what, () => {
    const { onResult, argumentCount = args?.length } = query;
    return { operation: operationOf(query, argumentCount, settings), onResult };
  });
  if (described === undefined) return { operation: undescribed(settings), conclude: concludeQuery };
  const { operation, onResult } = described;
  return { operation, conclude: onResult === undefined ? concludeQuery : concludeWith(onResult, telemetry) };
}

function operationOf(
  query: TraceQueryOptions,
  argumentCount: number | undefined,
  settings: DescriptionSettings,
): Operation {
  const { system, operation, collection, namespace } = query;
  if (!('text' in query) || query.text === undefined) {
    const plain = { system, operation: operation ?? OTHER_OPERATION, collection, namespace };
    const key = `${system}\n${plain.operation}\n${collection ?? ''}\n${namespace ?? ''}`;
    const kept = settings.kept(key, () => named(plain));
    return argumentCount === undefined ? kept : withArgumentCount(kept, argumentCount);
  }
  const read = settings.queries(system, namespace).operation(query.text, argumentCount);
  if (operation === undefined && collection === undefined) return read;
  const { [ATTR_DB_QUERY_SUMMARY]: _summary, ...attributes } = read.attributes;
  const given = {
    system,
    operation: operation ?? read.labels[ATTR_DB_OPERATION_NAME],
    collection: collection ?? read.labels[ATTR_DB_COLLECTION_NAME],
    namespace,
  } as DatabaseQuery;
  return { ...operationOf(given, undefined, settings), attributes };
}

/**
 * Without a table, the name says where the query goes.
 *
 * Source: semantic conventions 1.45, database client spans: the target of a name.
 */
function named(query: DatabaseQuery): Operation {
  const { operation, collection, namespace, system } = query;
  const described = databaseOperation(query);
  return collection === undefined ? { ...described, name: `${operation} ${namespace ?? system}` } : described;
}

function undescribed(settings: DescriptionSettings): Operation {
  return settings.kept('', () => databaseOperation({ system: 'other_sql', operation: OTHER_OPERATION }));
}

/** The error code of a failed query. */
const concludeQuery: Conclude = (settlement) =>
  settlement.as === 'thrown' ? databaseResult({}, settlement.error ?? 'nothing') : concludeByThrow(settlement);

function concludeWith(onResult: (result: never) => Attributes, { report }: Telemetry): Conclude {
  return (settlement) => {
    const result = concludeQuery(settlement);
    const facts = settlement.as === 'returned' ? factsOf(onResult, settlement.value, report) : undefined;
    return facts === undefined ? result : { ...result, facts };
  };
}
