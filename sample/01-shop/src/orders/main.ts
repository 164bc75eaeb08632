import { NestFactory } from '@nestjs/core';
import { StartLogger } from 'nestjs-telemetry';
import { inventoryTransport } from '../contracts/inventory.js';
import { ordersTransport } from '../contracts/transport.js';
import { readyForParent } from '../start/ready-for-parent.js';
import { telemetryOptions } from '../telemetry-options.js';
import { OrdersModule } from './orders.module.js';

const module = OrdersModule.register(telemetryOptions('orders', process.env), inventoryTransport(process.env));
const app = await NestFactory.createMicroservice(module, {
  ...ordersTransport(process.env),
  logger: new StartLogger(),
});
app.enableShutdownHooks(['SIGTERM']);
await app.listen();
readyForParent();
