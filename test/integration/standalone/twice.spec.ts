import { Controller, Get, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { TelemetryModule } from 'nestjs-telemetry';

@Controller()
class HomeController {
  @Get()
  home(): string {
    return 'home';
  }
}

const quiet = { logging: { level: 'silent' } } as const;
const settings = { logger: false, abortOnError: false } as const;

@Module({ imports: [TelemetryModule.forRoot(quiet)] })
class AgainModule {}
@Module({ imports: [TelemetryModule.forRootAsync({ useFactory: () => quiet })] })
class AgainAsyncModule {}
@Module({ imports: [TelemetryModule] })
class BareModule {}

const KINDS: Record<string, (root: Type) => Promise<{ close(): Promise<void> }>> = {
  'an HTTP application': async (root) => {
    const app = await NestFactory.create(root, settings);
    return app.init();
  },
  'a standalone application': (root) => NestFactory.createApplicationContext(root, settings),
  'a microservice': (root) =>
    NestFactory.createMicroservice<MicroserviceOptions>(root, { ...settings, transport: Transport.TCP }),
};

describe.each(Object.entries(KINDS))('%s', (_kind, start) => {
  it.each([
    ['by forRoot()', AgainModule],
    ['by forRootAsync()', AgainAsyncModule],
    ['as the bare class', BareModule],
  ])('that imports the module once more, %s, does not start', async (_how, Feature) => {
    @Module({ imports: [TelemetryModule.forRoot(quiet), Feature], controllers: [HomeController] })
    class RootModule {}
    await expect(start(RootModule)).rejects.toMatchObject({ name: 'TelemetryError', code: 'IMPORTED_TWICE' });
  });

  it('that imports nothing but the bare class is told to call forRoot()', async () => {
    @Module({ imports: [TelemetryModule] })
    class RootModule {}
    await expect(start(RootModule)).rejects.toMatchObject({
      name: 'TelemetryError',
      code: 'INVALID_OPTION',
      fix: expect.stringContaining('TelemetryModule.forRoot()'),
    });
  });
});
