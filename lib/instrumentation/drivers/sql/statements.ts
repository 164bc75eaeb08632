import { ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from '@opentelemetry/semantic-conventions';
import { databaseOperation, withArgumentCount } from '../../../conventions/database.js';
import type { Operation } from '../../../observation/index.js';
import type { DatabaseServer } from './database-server.js';

/** Statements of one database that are remembered at once. */
const MAX_STATEMENTS = 1_000;

/** The descriptions of statements sent to one database. */
export class Statements {
  private readonly kept = new Map<string, Operation>();

  constructor(private readonly server: DatabaseServer) {}

  operation(text: string, argumentCount: number): Operation {
    const verb = /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';
    const key = `${argumentCount} ${verb}`;
    let operation = this.kept.get(key);
    if (operation === undefined) {
      if (this.kept.size >= MAX_STATEMENTS) this.kept.clear();
      operation = this.describe(verb, argumentCount);
      this.kept.set(key, operation);
    }
    return operation;
  }

  private describe(verb: string, argumentCount: number): Operation {
    const { system, namespace, address, port } = this.server;
    const described = withArgumentCount(databaseOperation({ system, namespace, operation: verb }), argumentCount);
    return {
      ...described,
      attributes: {
        ...described.attributes,
        ...(address === undefined ? {} : { [ATTR_SERVER_ADDRESS]: address }),
        ...(port === undefined ? {} : { [ATTR_SERVER_PORT]: port }),
      },
    };
  }
}
