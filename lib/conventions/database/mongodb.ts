import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_DB_OPERATION_BATCH_SIZE,
  ATTR_DB_QUERY_TEXT,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, OperationAttributes } from '../../observation/index.js';
import { databaseOperation } from './database.js';
import { mongoBatch } from './mongodb-batch.js';
import { commandShape } from './mongodb-command-shape.js';
import type { QueryTextOptions } from './query-description.js';

/** A command for the server. Its first key is its name. */
export type MongoCommand = Readonly<Record<string, unknown>>;

export interface MongoCall {
  readonly command: MongoCommand;
  readonly database: string;
  readonly server: { readonly address: string; readonly port: number | undefined };
}

/** The maximum number of collection operations with separate labels. Beyond it, the labels have no collection. */
const MAX_KEPT = 500;
const MAX_COLLECTION_LENGTH = 128;
/**
 * Commands whose value is the name of a collection. For other commands the value can be anything, for example a user
 * name.
 */
const ON_COLLECTION = new Set(
  (
    'find insert update delete findAndModify findandmodify aggregate count distinct mapReduce createIndexes ' +
    'dropIndexes listIndexes create drop collMod killCursors'
  ).split(' '),
);
/** The field that holds the documents of a command. */
const BATCHES = ['documents', 'updates', 'deletes', 'ops'];

/**
 * Describes the commands of one application.
 *
 * Source: semantic conventions 1.45, MongoDB: `{db.operation.name} {db.collection.name}`.
 */
export class MongoDescriptions {
  /** By database, command and collection: three look-ups are cheaper than building a key. */
  private readonly kept = new Map<string, Map<string, Map<string | undefined, Operation>>>();
  private count = 0;

  constructor(private readonly options: QueryTextOptions) {}

  operation(call: MongoCall): Operation {
    const name = commandName(call.command);
    return new CommandOperation(this.known(call.database, name, collectionOf(name, call.command)), call, this.options);
  }

  private known(database: string, name: string, collection: string | undefined): Operation {
    const operation = this.kept.get(database)?.get(name)?.get(collection);
    if (operation !== undefined) return operation;
    const tooMany = this.count >= MAX_KEPT || (collection?.length ?? 0) > MAX_COLLECTION_LENGTH;
    if (tooMany && collection !== undefined) return this.known(database, name, undefined);
    this.count++;
    const made = databaseOperation({ system: 'mongodb', operation: name, collection, namespace: database });
    const ofDatabase = this.kept.get(database) ?? new Map<string, Map<string | undefined, Operation>>();
    const ofCommand = ofDatabase.get(name) ?? new Map<string | undefined, Operation>();
    this.kept.set(database, ofDatabase.set(name, ofCommand.set(collection, made)));
    return made;
  }
}

/** One command. Attributes are computed lazily: they are most of the cost, and an unsampled span does not read them. */
class CommandOperation implements Operation {
  readonly kind: string;
  readonly name: string;
  readonly labels: Labels;
  private made: OperationAttributes | undefined;

  constructor(
    { kind, name, labels }: Operation,
    private readonly call: MongoCall,
    private readonly options: QueryTextOptions,
  ) {
    this.kind = kind;
    this.name = name;
    this.labels = labels;
  }

  get attributes(): OperationAttributes {
    return (this.made ??= attributesOf(this.call, this.options));
  }
}

function attributesOf(
  { command, server: { address, port } }: MongoCall,
  { queryText, maxQueryTextBytes }: QueryTextOptions,
): OperationAttributes {
  const attributes: Attributes = { [ATTR_SERVER_ADDRESS]: address };
  if (port !== undefined) attributes[ATTR_SERVER_PORT] = port;
  const size = batchSize(command);
  if (size !== undefined) attributes[ATTR_DB_OPERATION_BATCH_SIZE] = size;
  if (queryText) attributes[ATTR_DB_QUERY_TEXT] = commandShape(command, maxQueryTextBytes);
  return attributes;
}

/** The first key. */
export function commandName(command: MongoCommand): string {
  for (const name in command) return name;
  return 'unknown';
}

function collectionOf(name: string, command: MongoCommand): string | undefined {
  const collection = name === 'getMore' ? command['collection'] : ON_COLLECTION.has(name) ? command[name] : undefined;
  return typeof collection === 'string' ? collection : undefined;
}

/** Undefined for a single document: it is no batch. */
function batchSize(command: MongoCommand): number | undefined {
  for (const name of BATCHES) {
    const { length = 0 } = mongoBatch(command[name]) ?? [];
    if (length > 1) return length;
  }
  return undefined;
}
