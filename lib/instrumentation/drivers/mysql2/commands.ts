import { type Context, context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { databaseResult } from '../../../conventions/database/database.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../../replace-method.js';
import { type EndQuery, followCallback, followEvents } from './follow-command.js';
import type { MysqlCommand, MysqlConnection } from './mysql2.types.js';
import type { MysqlQueries } from './mysql-queries.js';

type Replacement = (original: Call, observedElsewhere: () => boolean) => Call;

/** A call of `query` or `execute`. */
interface Asked {
  readonly original: Call;
  readonly observedElsewhere: () => boolean;
  readonly connection: MysqlConnection;
  readonly parameters: readonly unknown[];
}

interface Query {
  readonly application: ObservedApplication;
  readonly text: unknown;
  readonly values: unknown;
}

/** The methods of a connection through which every query passes. */
export class Commands {
  /** While it is true, what is added to a connection is seen already. */
  private seen = false;

  constructor(
    private readonly patch: SharedPatch,
    private readonly queries: MysqlQueries,
  ) {}

  readonly query: Replacement = (original, observedElsewhere) => {
    const { wanting, followed, withCommand } = this;
    return function query(this: unknown, ...parameters) {
      const application = wanting(this);
      const [sql, values, callback] = parameters;
      const connection = this as MysqlConnection;
      const asked: Asked = { original, observedElsewhere, connection, parameters };
      if (application === undefined || sql === undefined || sql === null) return followed(asked);
      const command = isCommand(sql)
        ? sql
        : connection.constructor.createQuery?.(sql, values, callback, connection.config ?? {});
      if (command !== undefined) return withCommand(application, asked, command);
      const { sql: text = sql, values: own } = Object(sql) as MysqlCommand;
      const given = values === undefined || typeof values === 'function' ? own : values;
      return followed(asked, { application, text, values: given });
    };
  };

  readonly execute: Replacement = (original, observedElsewhere) => {
    const { wanting, followed } = this;
    return function execute(this: unknown, ...parameters) {
      const application = wanting(this);
      const [sql, values] = parameters;
      const asked: Asked = { original, observedElsewhere, connection: this as MysqlConnection, parameters };
      if (application === undefined) return followed(asked);
      const { sql: text = sql, values: own } = Object(sql) as MysqlCommand;
      const given = typeof values === 'function' ? own : (own ?? values);
      return followed(asked, { application, text, values: given });
    };
  };

  /** Sees statements that were prepared by hand. The official instrumentation does not, and makes no spans of them. */
  readonly addCommand: Replacement = (original) => {
    const { followPrepared } = this;
    return function addCommand(this: unknown, ...parameters) {
      followPrepared(this as MysqlConnection, parameters[0] as MysqlCommand);
      return Reflect.apply(original, this, parameters);
    };
  };

  /** Follows the callbacks that came along, and the events of the command that the driver makes. */
  private readonly followed = (asked: Asked, query?: Query): unknown => {
    const { original, connection, parameters } = asked;
    if (query === undefined) return this.within(() => Reflect.apply(original, connection, parameters));
    const caller = contextApi.active();
    const end = this.begin(asked, query, caller);
    // Preparing may fail, and then only the callback learns it.
    const given = parameters.map((parameter, at) =>
      at > 0 && typeof parameter === 'function' ? followCallback(parameter as Call, end, caller) : parameter,
    );
    const command = this.within(() => Reflect.apply(original, connection, given), end) as MysqlCommand;
    followEvents(command, end, caller);
    return command;
  };

  /** As the driver itself does with text, and a pool has done before. */
  private readonly withCommand = (application: ObservedApplication, asked: Asked, command: MysqlCommand): unknown => {
    const { original, connection } = asked;
    const caller = contextApi.active();
    const end = this.begin(asked, { application, text: command.sql, values: command.values }, caller);
    followCommand(command, end, caller);
    return this.within(() => Reflect.apply(original, connection, [command]), end);
  };

  private begin({ observedElsewhere, connection }: Asked, query: Query, caller: Context): EndQuery {
    const { application, text, values } = query;
    return this.queries.begin(application, connection, text, values, withForeignSpan(caller, observedElsewhere()));
  }

  private readonly followPrepared = (connection: MysqlConnection, command: MysqlCommand): void => {
    const text = command.statement?.query;
    if (this.seen || typeof text !== 'string') return;
    const application = this.wanting(connection);
    if (application === undefined) return;
    const caller = contextApi.active();
    followCommand(command, this.queries.begin(application, connection, text, command.values, caller), caller);
  };

  private readonly wanting = (connection: unknown): ObservedApplication | undefined => {
    const context = contextApi.active();
    return isTracingSuppressed(context) ? undefined : this.patch.application(connection, context);
  };

  private readonly within = (query: () => unknown, end?: EndQuery): unknown => {
    const before = this.seen;
    this.seen = true;
    try {
      return query();
    } catch (error) {
      end?.(databaseResult({}, error));
      throw error;
    } finally {
      this.seen = before;
    }
  };
}

function followCommand(command: MysqlCommand, end: EndQuery, caller: Context): void {
  const { onResult } = command;
  followEvents(command, end, caller);
  if (typeof onResult === 'function') command.onResult = followCallback(onResult as Call, end, caller);
}

function isCommand(sql: unknown): sql is MysqlCommand {
  return typeof (sql as { start?: unknown }).start === 'function';
}
