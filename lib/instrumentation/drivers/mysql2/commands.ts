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

/** The methods of a connection through which every query passes. */
export class Commands {
  /** While it is true, what is added to a connection is seen already. */
  private seen = false;

  constructor(
    private readonly patch: SharedPatch,
    private readonly queries: MysqlQueries,
  ) {}

  readonly query: Replacement = (original, observedElsewhere) => {
    const { wanting, queries, within } = this;
    return function query(this: unknown, ...parameters) {
      const application = wanting(this);
      const [sql, values, callback] = parameters;
      if (application === undefined || sql === undefined || sql === null) {
        return within(() => Reflect.apply(original, this, parameters));
      }
      const connection = this as MysqlConnection;
      // What the driver does too; a pool has done so before.
      const command = isCommand(sql)
        ? sql
        : connection.constructor.createQuery(sql, values, callback, connection.config);
      const caller = contextApi.active();
      const parent = withForeignSpan(caller, observedElsewhere());
      const end = queries.begin(application, connection, command.sql, command.values, parent);
      followCommand(command, end, caller);
      return within(() => Reflect.apply(original, this, [command]), end);
    };
  };

  readonly execute: Replacement = (original, observedElsewhere) => {
    const { wanting, queries, within } = this;
    return function execute(this: unknown, ...parameters) {
      const application = wanting(this);
      if (application === undefined) return within(() => Reflect.apply(original, this, parameters));
      const [sql, values] = parameters;
      const { sql: text = sql, values: own } = Object(sql) as MysqlCommand;
      const given = typeof values === 'function' ? own : (own ?? values);
      const caller = contextApi.active();
      const parent = withForeignSpan(caller, observedElsewhere());
      const end = queries.begin(application, this as MysqlConnection, text, given, parent);
      // Preparing may fail, and then the callback alone is told.
      const followed = parameters.map((parameter, at) =>
        at > 0 && typeof parameter === 'function' ? followCallback(parameter as Call, end, caller) : parameter,
      );
      const command = within(() => Reflect.apply(original, this, followed), end) as MysqlCommand;
      followEvents(command, end, caller);
      return command;
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
  followEvents(command, end, caller);
  const { onResult } = command;
  if (typeof onResult === 'function') command.onResult = followCallback(onResult as Call, end, caller);
}

function isCommand(sql: unknown): sql is MysqlCommand {
  return typeof (sql as { start?: unknown }).start === 'function';
}
