// An application that has this package, Nest and an HTTP adapter installed, and nothing else. It is copied to where that is so.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TelemetryModule } from 'nestjs-telemetry';

const [, , adapter, options] = process.argv;
const { ExpressAdapter, FastifyAdapter } = await import(`@nestjs/platform-${adapter}`);

class AppController {
  greet() {
    return 'hello';
  }
}
Get()(AppController.prototype, 'greet', Object.getOwnPropertyDescriptor(AppController.prototype, 'greet'));
Controller()(AppController);

class AppModule {}
Module({ imports: [TelemetryModule.forRoot(JSON.parse(options))], controllers: [AppController] })(AppModule);

const app = await NestFactory.create(AppModule, new (ExpressAdapter ?? FastifyAdapter)(), { abortOnError: false });
await app.listen(0, '127.0.0.1');
const url = await app.getUrl();
const greeting = await (await fetch(url)).text();
const metrics = await (await fetch(`${url}/metrics`)).text();
await app.close();
const counted = metrics.includes('http_requests_total{method="GET",endpoint="/"');
process.stdout.write(JSON.stringify({ greeting, counted }));
