import { type Context, context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../../context/foreign-span.js';
import type { Operation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { Library } from '../../internals/library.js';
import type { Call } from '../../replace-method.js';
import type { SharedPatch } from '../../shared-patch.js';
import { ConnectionQueries } from '../sql/connection-queries.js';
import { isHousekeeping } from '../sql/session-commands.js';
import { ClientServers } from './client-servers.js';
import { followQuery } from './followed-query.js';
import type { PostgresMember } from './postgres.internals.js';
import type { PostgresQuery } from './postgres.types.js';
import type { QueryClasses } from './query-classes.js';
import { whenBuilt } from './when-built.js';
import { WrittenQueries } from './written-query.js';

const MEMBERS = ['strings', 'args', 'canceller', 'resolve', 'reject'] as const;

/** Observes the queries of one copy of the driver. */
export class ObservedQueries {
  private readonly queries = new ConnectionQueries();
  private readonly servers: ClientServers;
  private isInspected = false;
  private readonly written: WrittenQueries;

  constructor(
    classes: QueryClasses,
    private readonly patch: SharedPatch,
    private readonly driver: Library<PostgresMember>,
  ) {
    this.servers = new ClientServers(classes);
    this.written = new WrittenQueries(classes);
  }

  /** `Query#handle`, which everything calls that waits for a query. The first call starts it. */
  readonly handle = (original: Call, observedElsewhere: () => boolean): Call => {
    const begin = this.begin.bind(this);
    return function handle(this: unknown, ...parameters) {
      const query = this as PostgresQuery;
      const caller = contextApi.active();
      if (query.executed) return Reflect.apply(original, this, parameters);
      begin(query, caller, observedElsewhere);
      // A connection that this query opens outlives its caller, and must not keep its context.
      return contextApi.with(ROOT_CONTEXT, () => Reflect.apply(original, this, parameters));
    };
  };

  private begin(query: PostgresQuery, caller: Context, observedElsewhere: () => boolean): void {
    const { patch, servers } = this;
    if (!this.isInspected) this.inspect(query);
    // Queries of the driver for its connections have no canceller, nor has a query that is cancelled before it starts.
    if (!query.canceller || isTracingSuppressed(caller)) return;
    const application = patch.application(query, caller);
    if (application === undefined) return;
    const { text, argumentCount, isWhole } = this.written.read(query);
    const operation = this.describe(application, query, text, argumentCount);
    // The driver listens again by itself when its connection is lost.
    if (isHousekeeping(operation, caller)) return;
    const parent = withForeignSpan(caller, observedElsewhere());
    const observation = application.telemetry.begin(operation, parent);
    const isKnown = servers.isKnown(query);
    const restore = isKnown ? undefined : servers.ask(query);
    followQuery(query, caller, observation, application.report);
    if (isKnown && isWhole) return;
    whenBuilt(query, (parameters) => {
      try {
        restore?.();
        observation.describe(this.describe(application, query, query.string ?? text, parameters.length));
      } catch (error) {
        application.report('A query could not be described', error);
      }
    });
  }

  private describe(application: ObservedApplication, query: PostgresQuery, text: string, count: number): Operation {
    const server = this.servers.of(query);
    return this.queries.queries(application, query.canceller as object, server).operation(text, count);
  }

  private inspect(query: PostgresQuery): void {
    this.isInspected = true;
    for (const member of MEMBERS) this.driver.inspect(`Query#${member}`, query);
  }
}
