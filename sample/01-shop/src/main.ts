import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-telemetry';
import { AppModule } from './app.module.js';
import { httpAdapter } from './http-adapter.js';
import { telemetryOptions } from './telemetry-options.js';
import { welcome } from './welcome.js';

const port = Number(process.env['PORT'] ?? 3000);
const adapter = process.env['ADAPTER'] === 'fastify' ? 'fastify' : 'express';

const app = await NestFactory.create(AppModule.register(telemetryOptions(process.env)), await httpAdapter(adapter), {
  bufferLogs: true,
});
app.useLogger(app.get(Logger));
app.enableShutdownHooks();

await app.listen(port);
process.stdout.write(welcome(port, adapter));
