import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { TelemetryModule } from 'nestjs-telemetry';

export class AppModule {}
Module({ imports: [TelemetryModule.forRoot(JSON.parse(process.env.APP_OPTIONS ?? '{}'))] })(AppModule);
