import { NestFactory } from '@nestjs/core';
import { StartLogger } from 'nestjs-telemetry';
import { inventoryTransport } from '../contracts/inventory.js';
import { readyForParent } from '../start/ready-for-parent.js';
import { telemetryOptions } from '../telemetry-options.js';
import { InventoryModule } from './inventory.module.js';

const app = await NestFactory.createMicroservice(InventoryModule.register(telemetryOptions('inventory', process.env)), {
  ...inventoryTransport(process.env),
  logger: new StartLogger(),
});
app.enableShutdownHooks(['SIGTERM']);
await app.listen();
readyForParent();
