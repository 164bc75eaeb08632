// Calls drivers in an application, and prints what was seen of it. It is copied to where the drivers are.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Metrics, TelemetryModule, Tracing } from 'nestjs-telemetry';

if (existsSync('prelude.mjs')) await import(`${process.cwd()}/prelude.mjs`);
const { calls, options } = JSON.parse(process.argv[2]);
const WHERE = { host: '127.0.0.1', database: 'test' };

const ASK = {
  async pg({ Client }) {
    const client = new Client({ ...WHERE, user: 'postgres' });
    await client.connect();
    const { rows } = await client.query('select 1 as one');
    await client.end();
    return rows[0].one;
  },
  async 'pg pool'({ Pool }) {
    const pool = new Pool({ ...WHERE, user: 'postgres' });
    const { rows } = await pool.query('select 1 as one');
    await pool.end();
    return rows[0].one;
  },
  async 'pg pool without a server'({ Pool }) {
    const pool = new Pool({ host: '127.0.0.1', port: 1, user: 'postgres' });
    const error = await pool.query('select 1 as one').catch((refused) => refused);
    return error.code;
  },
  async postgres(postgres) {
    const sql = postgres({ ...WHERE, user: 'postgres' });
    const [{ one }] = await sql`select 1 as one`;
    await sql.end();
    return one;
  },
  async mysql2(mysql) {
    const connection = mysql.createConnection({ ...WHERE, user: 'root' }).promise();
    const [rows] = await connection.query('select ? as one', [1]);
    await connection.end();
    return Number(rows[0].one);
  },
  async ioredis({ Redis }) {
    const client = new Redis();
    const value = await client.get('driver-tree:none');
    await client.quit();
    return value;
  },
  async mongodb({ MongoClient }) {
    const client = new MongoClient('mongodb://127.0.0.1:1', { serverSelectionTimeoutMS: 50 });
    const error = await client
      .db('test')
      .command({ ping: 1 })
      .catch((refused) => refused);
    await client.close();
    return error.name;
  },
  async keyv({ Keyv }) {
    const keyv = new Keyv();
    await keyv.set('key', 1);
    return keyv.get('key');
  },
  async 'keyv imported'(library) {
    return ASK.keyv((await library).default);
  },
  async '@redis/client'({ name }) {
    return name;
  },
  async 'better-sqlite3'(Database) {
    const database = new Database(':memory:');
    const { one } = database.prepare('select 1 as one').get();
    database.close();
    return one;
  },
  async 'node:sqlite'({ DatabaseSync }) {
    const database = new DatabaseSync(':memory:');
    const { one } = database.prepare('select 1 as one').get();
    database.close();
    return one;
  },
  async '@grpc/grpc-js'({ credentials, makeGenericClientConstructor, Server, ServerCredentials }) {
    const pass = (bytes) => bytes;
    const method = { path: '/shop.Orders/Find', requestStream: false, responseStream: false };
    const service = {
      Find: {
        ...method,
        requestSerialize: pass,
        requestDeserialize: pass,
        responseSerialize: pass,
        responseDeserialize: pass,
      },
    };
    const server = new Server();
    server.addService(service, { Find: ({ request }, respond) => respond(null, request) });
    const bind = promisify(server.bindAsync.bind(server));
    const port = await bind('127.0.0.1:0', ServerCredentials.createInsecure());
    const Client = makeGenericClientConstructor(service, 'shop.Orders');
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    const answer = await promisify(client.Find.bind(client))(Buffer.from('seven'));
    client.close();
    server.forceShutdown();
    return answer.toString();
  },
};
const PACKAGES = { 'pg pool': 'pg', 'pg pool without a server': 'pg', 'keyv imported': './index.mjs' };
const METHODS = {
  pg: ({ Client, Pool }) => [Client.prototype.query, Pool.prototype.connect],
  mysql2: ({ Connection }) => [Connection.prototype.query],
  ioredis: ({ Redis }) => [Redis.prototype.sendCommand],
};

function load({ driver, from = '' }) {
  const require = createRequire(join(process.cwd(), from, 'index.cjs'));
  const name = PACKAGES[driver] ?? driver;
  if (name.endsWith('.mjs')) return import(require.resolve(name));
  return require(name);
}
const methodsOf = (loaded) => calls.flatMap(({ driver }, at) => METHODS[driver]?.(loaded[at]) ?? []);

const loaded = calls.map((call) => (call.when === 'before' ? load(call) : undefined));
await Promise.all(loaded);
const reports = [];
const spans = [];
const logger = { log() {}, error() {}, warn: (message) => reports.push(String(message)) };
class AppModule {}
const telemetry = TelemetryModule.forRoot({
  ...options,
  tracing: { exporter: { report: (span) => void spans.push(span), close() {} } },
  metrics: { processMetrics: false },
});
Module({ imports: [telemetry] })(AppModule);
const app = await NestFactory.createApplicationContext(AppModule, { logger, abortOnError: false });

const results = [];
for (const [at, call] of calls.entries()) {
  loaded[at] ??= load(call);
  const from = spans.length;
  const answer = await ASK[call.driver](loaded[at]);
  await app.get(Tracing).flush();
  results.push({ answer, spans: spans.slice(from).map(({ operationName }) => operationName) });
}
const exposition = await app.get(Metrics).registry.metrics();
const active = {};
for (const [, name, value] of exposition.matchAll(/^telemetry_instrumentation_active\{name="(.*?)"\} (\d)$/gm))
  active[name] = Number(value);
const patched = methodsOf(loaded);
await app.close();
const undone = methodsOf(loaded);
const left = undone.filter((method, at) => method === patched[at]).map(({ name }) => name);
process.stdout.write(`\n${JSON.stringify({ calls: results, reports, active, left })}`);
