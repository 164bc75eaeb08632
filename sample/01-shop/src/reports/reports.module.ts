import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { ReportsController } from './reports.controller.js';
import { ReportsRepository } from './reports.repository.js';

@Module({ imports: [DatabaseModule], controllers: [ReportsController], providers: [ReportsRepository] })
export class ReportsModule {}
