import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'nestjs-telemetry';

/** A service's SQLite database. It lives in memory, and so every start begins afresh. */
export class Database implements OnApplicationShutdown {
  private readonly connection = new DatabaseSync(':memory:');

  constructor(
    schema: string,
    private readonly logger: Logger,
  ) {
    this.connection.exec(schema);
  }

  rows<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.connection.prepare(sql).all(...values) as Row[];
  }

  row<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.connection.prepare(sql).get(...values) as Row | undefined;
  }

  onApplicationShutdown(): void {
    this.connection.close();
    this.logger.log('Database closed', Database.name);
  }
}
