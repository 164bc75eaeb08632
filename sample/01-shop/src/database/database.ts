import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Logger, Span } from 'nestjs-telemetry';
import { SCHEMA } from './schema.js';

/** The shop's SQLite database. It lives in memory, and so every start begins afresh. */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly connection = new DatabaseSync(':memory:');

  constructor(private readonly logger: Logger) {
    this.connection.exec(SCHEMA);
  }

  rows<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.connection.prepare(sql).all(...values) as Row[];
  }

  row<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.connection.prepare(sql).get(...values) as Row | undefined;
  }

  /** All that `work` writes, or nothing of it when it throws. */
  @Span('transaction')
  transaction<T>(work: () => T): T {
    this.connection.exec('BEGIN');
    try {
      const result = work();
      this.connection.exec('COMMIT');
      return result;
    } catch (error) {
      this.connection.exec('ROLLBACK');
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.connection.close();
    this.logger.log('Database closed', Database.name);
  }
}
