import { NestFactory } from '@nestjs/core';
import { StartLogger } from 'nestjs-telemetry';
import { ordersTransport } from '../contracts/transport.js';
import { readyForParent } from '../start/ready-for-parent.js';
import { telemetryOptions } from '../telemetry-options.js';
import { GatewayModule } from './gateway.module.js';
import { httpAdapter } from './http-adapter.js';

const adapter = await httpAdapter(process.env['ADAPTER'] === 'fastify' ? 'fastify' : 'express');
const module = GatewayModule.register(telemetryOptions('gateway', process.env), ordersTransport(process.env));
const app = await NestFactory.create(module, adapter, { logger: new StartLogger() });
app.enableShutdownHooks(['SIGTERM']);
await app.listen(Number(process.env['PORT'] ?? 3000));
readyForParent();
