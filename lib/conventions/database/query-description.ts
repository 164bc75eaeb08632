import { hash } from 'node:crypto';
import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation } from '../../observation/index.js';
import { ATTR_DB_QUERY_ARGUMENT_COUNT } from '../attributes.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import { DATABASE } from './database.kind.js';
import { describeSql } from './sql/describe-sql.js';
import { cutToBytes } from './sql/cut-to-bytes.js';

export interface QueryTextOptions {
  /** Records the text, without literals. */
  readonly queryText: boolean;
  readonly maxQueryTextBytes: number;
}

export interface QueryDescriptionOptions extends QueryTextOptions {
  /** The `db.system.name` of semantic conventions, such as `postgresql`. It selects the SQL dialect. */
  readonly system: string;
  /** The name of the database. */
  readonly namespace?: string | undefined;
  readonly server?: { readonly address: string; readonly port?: number | undefined } | undefined;
}

interface Described {
  readonly operation: Operation;
  readonly argumentCount: number | undefined;
}

/** The number of texts whose description is cached. The cache holds at most twice as many. */
const KEPT_TEXTS = 500;
/** Only this part of a text is read. The cache identifies longer texts by a hash. */
const MAX_READ_LENGTH = 8_192;
/** The maximum number of table operations with separate labels. Beyond it, the labels have no table. */
const MAX_LABELS = 500;
/** A longer name is not used as a label. */
const MAX_TABLE_LENGTH = 128;

/**
 * Describes the SQL queries of one connection's configuration. Create one instance and reuse it. The same text is
 * parsed once. Operations with the same labels share one labels object.
 *
 * Source: semantic conventions 1.45, database client spans. The name is `db.query.summary`. A query of several tables
 * is counted for the one that it changes, or for the first one behind FROM. Literals are removed from every text, also from a query with parameters, because it may
 * contain literals as well.
 */
export class QueryDescriptions {
  private readonly texts = new RecentValues<Described>(KEPT_TEXTS);
  private readonly labels = new Map<string, Labels>();

  constructor(private readonly options: QueryDescriptionOptions) {}

  /** The operation of a query with this number of arguments. */
  operation(text: string, argumentCount?: number): Operation {
    const read = text.length > MAX_READ_LENGTH ? text.slice(0, MAX_READ_LENGTH) : text;
    const key = read === text ? text : `${hash('sha256', read)}…`;
    const known = this.texts.get(key);
    if (known !== undefined && known.argumentCount === argumentCount) return known.operation;
    const operation =
      known === undefined ? this.describe(read, argumentCount) : withArguments(known.operation, argumentCount);
    this.texts.set(key, { operation, argumentCount });
    return operation;
  }

  private describe(sql: string, argumentCount: number | undefined): Operation {
    const { system, queryText, maxQueryTextBytes, server } = this.options;
    const { operation, table, summary, text } = describeSql(sql, system, maxQueryTextBytes);
    const labels = this.labelsOf(operation, table);
    const attributes: Record<string, string | number> = { [ATTR_DB_QUERY_SUMMARY]: summary };
    if (queryText) attributes[ATTR_DB_QUERY_TEXT] = cutToBytes(text, maxQueryTextBytes);
    if (server !== undefined) attributes[ATTR_SERVER_ADDRESS] = server.address;
    if (server?.port !== undefined) attributes[ATTR_SERVER_PORT] = server.port;
    return withArguments({ kind: DATABASE.kind, name: summary, labels, attributes }, argumentCount);
  }

  private labelsOf(operation: string, table: string | undefined): Labels {
    const key = table === undefined ? operation : `${operation}\n${table}`;
    const known = this.labels.get(key);
    if (known !== undefined) return known;
    const tooMany = this.labels.size >= MAX_LABELS || (table !== undefined && table.length > MAX_TABLE_LENGTH);
    if (tooMany && table !== undefined) return this.labelsOf(operation, undefined);
    const { system, namespace } = this.options;
    const labels: Labels = {
      [ATTR_DB_SYSTEM_NAME]: system,
      [ATTR_DB_OPERATION_NAME]: operation,
      ...(table === undefined ? {} : { [ATTR_DB_COLLECTION_NAME]: table }),
      ...(namespace === undefined ? {} : { [ATTR_DB_NAMESPACE]: namespace }),
    };
    this.labels.set(key, labels);
    return labels;
  }
}

function withArguments(operation: Operation, count: number | undefined): Operation {
  const attributes = { ...operation.attributes };
  if (count === undefined) delete attributes[ATTR_DB_QUERY_ARGUMENT_COUNT];
  else attributes[ATTR_DB_QUERY_ARGUMENT_COUNT] = count;
  return { ...operation, attributes };
}
