import {
  ATTR_DB_OPERATION_BATCH_SIZE,
  ATTR_DB_QUERY_TEXT,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import type { Operation, OperationAttributes } from '../../observation/index.js';
import { databaseOperation } from './database.js';
import { mongoBatch } from './mongodb-batch.js';
import { commandShape } from './mongodb-command-shape.js';

/** A command as it goes to the server: its name is its first key. */
export type MongoCommand = Readonly<Record<string, unknown>>;

export interface MongoCall {
  readonly command: MongoCommand;
  readonly database: string;
  readonly server: { readonly address: string; readonly port: number | undefined };
}

interface Options {
  readonly queryText: boolean;
  readonly maxQueryTextBytes: number;
}

/** Commands on collections that have labels of their own. With more, there are labels without collections. */
const MAX_KEPT = 500;
const MAX_COLLECTION_LENGTH = 128;
/** Commands whose value is the name of a collection. Of others it may be anything, a user's name for instance. */
const ON_COLLECTION = new Set(
  (
    'find insert update delete findAndModify findandmodify aggregate count distinct mapReduce createIndexes ' +
    'dropIndexes listIndexes create drop collMod killCursors'
  ).split(' '),
);
/** Where a command on many documents has them. */
const BATCHES = ['documents', 'updates', 'deletes', 'ops'];

/**
 * Describes the commands that one application sends.
 *
 * Source: semantic conventions 1.45, MongoDB: `{db.operation.name} {db.collection.name}`.
 */
export class MongoDescriptions {
  private readonly kept = new Map<string, Operation>();

  constructor(private readonly options: Options) {}

  operation(call: MongoCall): Operation {
    const name = commandName(call.command);
    const known = this.known(call.database, name, collectionOf(name, call.command));
    return { ...known, attributes: this.attributes(call) };
  }

  private known(database: string, name: string, collection: string | undefined): Operation {
    const key = `${database}\n${name}\n${collection ?? ''}`;
    let operation = this.kept.get(key);
    if (operation === undefined) {
      const tooMany = this.kept.size >= MAX_KEPT || (collection?.length ?? 0) > MAX_COLLECTION_LENGTH;
      if (tooMany && collection !== undefined) return this.known(database, name, undefined);
      operation = databaseOperation({ system: 'mongodb', operation: name, collection, namespace: database });
      this.kept.set(key, operation);
    }
    return operation;
  }

  private attributes({ command, server: { address, port } }: MongoCall): OperationAttributes {
    const { queryText, maxQueryTextBytes } = this.options;
    const size = batchSize(command);
    const attributes = {
      [ATTR_SERVER_ADDRESS]: address,
      ...(port === undefined ? {} : { [ATTR_SERVER_PORT]: port }),
      ...(size === undefined ? {} : { [ATTR_DB_OPERATION_BATCH_SIZE]: size }),
    };
    if (!queryText) return attributes;
    let shape: string | undefined;
    return {
      ...attributes,
      // Most of the cost, and nobody asks for it below a span that is not sampled.
      get [ATTR_DB_QUERY_TEXT]() {
        return (shape ??= commandShape(command, maxQueryTextBytes));
      },
    };
  }
}

/** Its first key. */
export function commandName(command: MongoCommand): string {
  for (const name in command) return name;
  return 'unknown';
}

function collectionOf(name: string, command: MongoCommand): string | undefined {
  const collection = name === 'getMore' ? command['collection'] : ON_COLLECTION.has(name) ? command[name] : undefined;
  return typeof collection === 'string' ? collection : undefined;
}

/** Of one there is none: it is no batch. */
function batchSize(command: MongoCommand): number | undefined {
  for (const name of BATCHES) {
    const { length = 0 } = mongoBatch(command[name]) ?? [];
    if (length > 1) return length;
  }
  return undefined;
}
