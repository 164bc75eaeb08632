import { Injectable } from '@nestjs/common';
import { TraceQuery } from 'nestjs-telemetry';
import { Database } from '../../database/database.js';

@Injectable()
export class ReportsRepository {
  constructor(private readonly database: Database) {}

  /** Fails, so that there is a failure to look at: nobody has made this table. */
  @TraceQuery({ system: 'sqlite', operation: 'SELECT', collection: 'invoices' })
  revenueByMonth(): { month: string; cents: number }[] {
    return this.database.rows('SELECT month, SUM(cents) AS cents FROM invoices GROUP BY month');
  }
}
