import { Controller, Get } from '@nestjs/common';
import { Span } from 'nestjs-telemetry';
import { ReportsRepository } from './reports.repository.js';

@Controller('reports')
export class ReportsController {
  constructor(private readonly reports: ReportsRepository) {}

  @Get('revenue')
  @Span()
  revenue(): { month: string; cents: number }[] {
    return this.reports.revenueByMonth();
  }
}
