// Asks one query through each way to get at the drivers, and says which parts are the same and what was seen.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import * as mysqlNamespace from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import * as pgNamespace from 'pg';
import pgDefault, { Client } from 'pg';

// oxlint-disable-next-line import/no-named-as-default-member -- Both ways are meant.
const { Client: DefaultClient } = pgDefault;
const require = createRequire(import.meta.url);
const required = { pg: require('pg') as typeof pgNamespace, mysql2: require('mysql2') as typeof mysqlNamespace };
const PG = { host: '127.0.0.1', user: 'postgres', database: 'test' };
const MYSQL = { host: '127.0.0.1', user: 'root', database: 'test' };

const exporter = new InMemorySpanExporter();
// Made before there is any telemetry.
const early = new Client(PG);
const earlyPool = required.mysql2.createPool(MYSQL);

@Module({ imports: [TelemetryModule.forRoot({ tracing: { exporter }, metrics: { processMetrics: false } })] })
class AppModule {}

async function ask(client: pgNamespace.Client): Promise<void> {
  await client.connect();
  await client.query('select 1');
  await client.end();
}

const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
await ask(early);
await ask(new Client(PG));
await ask(new DefaultClient(PG));
await ask(new pgNamespace.Client(PG));
await ask(new required.pg.Client(PG));
const promised = await createConnection(MYSQL);
await promised.query('select 1');
await promised.end();
await earlyPool.promise().query('select 1');
const pool = mysqlNamespace.createPool(MYSQL);
await pool.promise().execute('select 1');
await app.get(Tracing).flush();
const systems = exporter.getFinishedSpans().map(({ attributes }) => attributes['db.system.name']);
const wrapped = required.pg.Client.prototype.query;
await pool.promise().end();
await earlyPool.promise().end();
await app.close();

process.stdout.write(
  JSON.stringify({
    sameClass: Client === required.pg.Client && DefaultClient === Client && pgNamespace.Client === Client,
    samePool: mysqlNamespace.createPool === required.mysql2.createPool,
    systems,
    undone: required.pg.Client.prototype.query !== wrapped,
  }),
);
