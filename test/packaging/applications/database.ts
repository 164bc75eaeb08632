// An application with a driver, which a bundle leaves out: no server answers, and the query is seen all the same.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import { Pool } from 'pg';

@Module({ imports: [TelemetryModule.forRoot()] })
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const pool = new Pool({ host: '127.0.0.1', port: 1, user: 'nobody', password: 'none' });
  await app.get(Tracing).run('work', () => pool.query('select 1').catch(() => undefined));
  await pool.end();
  await app.close();
}

void main();
