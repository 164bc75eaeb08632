import type { DatabaseServer } from '../sql/database-server.js';
import type { QueryClasses } from './query-classes.js';
import type { PostgresQuery } from './postgres.types.js';
import { serverOf } from './server-of.js';

const UNKNOWN = serverOf();

/**
 * The server of each client, which its options name. A query does not lead to the options, and the driver hands them to each builder in a query. So the
 * first query of a client gets an empty builder until it is built.
 */
export class ClientServers {
  private readonly known = new WeakMap<object, DatabaseServer>();

  constructor(private readonly classes: QueryClasses) {}

  of({ canceller }: PostgresQuery): DatabaseServer {
    return (canceller ? this.known.get(canceller) : undefined) ?? UNKNOWN;
  }

  isKnown({ canceller }: PostgresQuery): boolean {
    return canceller ? this.known.has(canceller) : false;
  }

  /** Adds the builder. Returns what takes it away. */
  ask(query: PostgresQuery): () => void {
    const { strings, args, tagged, canceller } = query;
    // The text of a file comes later.
    if (strings.length === 0) return () => undefined;
    const build = (_before: unknown, _parameters: unknown, _types: unknown, options: unknown): string => {
      if (canceller && typeof options === 'object' && options !== null) this.known.set(canceller, serverOf(options));
      // Outside a template, the driver now reads the arguments.
      query.args = args;
      return '';
    };
    const builder = Object.create(this.classes.builder, { build: { value: build } }) as unknown;
    query.strings = [...strings, ''];
    query.args = tagged ? [...args, builder] : [builder, ...args];
    return () => {
      query.strings = strings;
      query.args = args;
    };
  }
}
