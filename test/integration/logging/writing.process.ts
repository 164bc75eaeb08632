import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger, TelemetryModule } from 'nestjs-telemetry';

// An application that writes lines into a file until it is ended, in one of several ways.
const [path = '', ending = '', hooks = ''] = process.argv.slice(2);
const LINES = 1_000;

@Module({
  imports: [TelemetryModule.forRoot({ service: { name: 'writer' }, logging: { output: 'file', file: { path } } })],
})
class WriterModule {}

const app = await NestFactory.createApplicationContext(WriterModule, { logger: false });
if (hooks === 'hooks') app.enableShutdownHooks();
const logger = app.get(Logger);
// The process would end by itself otherwise.
setInterval(() => undefined, 1_000);

function write(): void {
  for (let number = 0; number < LINES; number++) logger.info('line', { number });
}

if (ending === 'signal') {
  write();
  // The lines' tick is over when the other side can know of them.
  setImmediate(() => setImmediate(() => process.send?.('written')));
} else {
  setTimeout(() => {
    write();
    if (ending === 'throw') throw new Error('nobody catches this');
    if (ending === 'reject') void Promise.reject(new Error('nor this'));
    if (ending === 'exit') process.exit(3);
  });
}
