import type { EventEmitter } from 'node:events';

// What is used of the driver, and no more: parts of it are not in its own types.

export interface MysqlConfig {
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
  readonly database?: string;
}

export interface MysqlConnection extends EventEmitter {
  readonly config?: MysqlConfig;
  readonly stream?: EventEmitter;
  /** The application closes it. */
  readonly _closing?: boolean;
  /** Known once the server has said so. */
  readonly _isMariaDB?: boolean;
  /** The class of this connection makes the commands that it takes. */
  readonly constructor: {
    createQuery?(sql: unknown, values: unknown, callback: unknown, config: MysqlConfig): MysqlCommand;
  };
}

/** One query on its way: an event emitter that calls `onResult` where the caller gave a callback. */
export interface MysqlCommand extends EventEmitter {
  readonly sql?: unknown;
  readonly values?: unknown;
  /** A statement that was prepared by hand. */
  readonly statement?: { readonly query?: unknown };
  onResult?: unknown;
}

export interface MysqlPool {
  readonly config?: { readonly connectionConfig?: MysqlConfig };
  readonly _allConnections?: { readonly length: number };
  readonly _freeConnections?: { readonly length: number };
  readonly _connectionQueue?: { readonly length: number };
  readonly _closed: boolean;
}

export interface MysqlModule {
  readonly Connection?: { readonly prototype: object };
  readonly Pool?: { readonly prototype: object };
}
