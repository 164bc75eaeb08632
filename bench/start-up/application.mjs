// A bare application of Nest, or the same one with telemetry: it says when it listens, and what imports took, and ends.
import 'reflect-metadata';

const [, , adapterName, variant] = process.argv;
const started = performance.now();
const { Controller, Get, Module } = await import('@nestjs/common');
const { NestFactory } = await import('@nestjs/core');
const { ExpressAdapter, FastifyAdapter } = await import(`@nestjs/platform-${adapterName}`);
const nestLoaded = performance.now();
const imports = [];
if (variant === 'ours') {
  const { TelemetryModule } = await import('nestjs-telemetry');
  imports.push(TelemetryModule.forRoot());
}
const loaded = performance.now();

class AppController {
  greet() {
    return 'hello';
  }
}
Get()(AppController.prototype, 'greet', Object.getOwnPropertyDescriptor(AppController.prototype, 'greet'));
Controller()(AppController);
class AppModule {}
Module({ imports, controllers: [AppController] })(AppModule);

const app = await NestFactory.create(AppModule, new (ExpressAdapter ?? FastifyAdapter)(), { logger: false });
await app.listen(0, '127.0.0.1');
const listening = performance.now();
const { user, system } = process.cpuUsage();
await app.close();
process.stderr.write(
  `\n${JSON.stringify({ listening, nest: nestLoaded - started, own: loaded - nestLoaded, cpu: (user + system) / 1000 })}`,
);
