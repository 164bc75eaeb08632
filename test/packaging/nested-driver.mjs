// An application of a workspace: this package lies above it, and its driver beside it.
import 'reflect-metadata';
import { createServer } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';

const server = createServer((socket) => socket.on('data', () => socket.write('+OK\r\n')));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const spans = [];
const exporter = { report: ({ operationName }) => void spans.push(operationName), close: () => undefined };

class AppModule {}
Module({ imports: [TelemetryModule.forRoot({ tracing: { exporter } })] })(AppModule);
const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
const { Redis } = await import('ioredis');
const options = { enableReadyCheck: false, disableClientInfo: true };
const redis = new Redis(server.address().port, '127.0.0.1', options);
await app.get(Tracing).run('work', () => redis.set('key', 'value'));
redis.disconnect();
server.close();
await app.close();
process.stdout.write(`\n${JSON.stringify(spans)}`);
