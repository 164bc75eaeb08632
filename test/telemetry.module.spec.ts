import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  Logger,
  Metrics,
  Telemetry,
  TelemetryError,
  TelemetryModule,
  type TelemetryOptions,
  Tracing,
} from 'nestjs-telemetry';
import { RESOLVED_OPTIONS } from '../lib/assembly/tokens.js';
import type { ResolvedOptions } from '../lib/telemetry.options.js';

const SETTINGS = Symbol('settings');

@Injectable()
class Good {
  createTelemetryOptions(): TelemetryOptions {
    return { service: { name: 'async' } };
  }
}
@Injectable()
class Bad {
  createTelemetryOptions(): TelemetryOptions {
    return { tracing: { exporter: 'jeager' as never } };
  }
}
@Module({
  providers: [Good, Bad, { provide: SETTINGS, useValue: { name: 'async' } }],
  exports: [Good, Bad, SETTINGS],
})
class SettingsModule {}

const imports = [SettingsModule];
const inject = [SETTINGS];
const ASYNC: Record<string, [DynamicModule, DynamicModule]> = {
  useFactory: [
    TelemetryModule.forRootAsync({ imports, inject, useFactory: (service: { name: string }) => ({ service }) }),
    TelemetryModule.forRootAsync({ useFactory: () => ({ tracing: { exporter: 'jeager' as never } }) }),
  ],
  'useFactory with a promise': [
    TelemetryModule.forRootAsync({ useFactory: async () => ({ service: { name: 'async' } }) }),
    TelemetryModule.forRootAsync({ useFactory: async () => ({ tracing: { exporter: 'jeager' as never } }) }),
  ],
  useClass: [TelemetryModule.forRootAsync({ useClass: Good }), TelemetryModule.forRootAsync({ useClass: Bad })],
  useExisting: [
    TelemetryModule.forRootAsync({ imports, useExisting: Good }),
    TelemetryModule.forRootAsync({ imports, useExisting: Bad }),
  ],
};

async function start(telemetry: DynamicModule): Promise<ResolvedOptions> {
  @Module({ imports: [telemetry] })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  try {
    await app.init();
    return app.get<ResolvedOptions>(RESOLVED_OPTIONS);
  } finally {
    await app.close();
  }
}

describe('forRootAsync', () => {
  it.each(Object.entries(ASYNC))('%s gives the options', async (_how, [good]) => {
    expect((await start(good)).service.name).toBe('async');
  });

  it.each(Object.entries(ASYNC))('%s with a wrong option fails at start as forRoot does', async (_how, [, bad]) => {
    let expected: unknown;
    try {
      TelemetryModule.forRoot({ tracing: { exporter: 'jeager' as never } });
    } catch (error) {
      expected = error;
    }
    expect(expected).toBeInstanceOf(TelemetryError);
    await expect(start(bad)).rejects.toEqual(expected);
    await expect(start(bad)).rejects.toMatchObject({ code: 'INVALID_OPTION', fix: (expected as TelemetryError).fix });
  });

  it('takes nothing for all defaults', async () => {
    expect(await start(TelemetryModule.forRootAsync({ useFactory: () => undefined as never }))).toMatchObject({
      metrics: { endpoint: { path: '/metrics' } },
    });
  });
});

@Injectable()
class Consumer {
  constructor(readonly logger: Logger) {}
}
@Module({ providers: [Consumer] })
class FeatureModule {}

describe('isGlobal', () => {
  it.each<[string, DynamicModule]>([
    ['forRoot', TelemetryModule.forRoot()],
    ['forRootAsync', TelemetryModule.forRootAsync({ useFactory: () => ({}) })],
  ])('%s is global by default: any module may inject', async (_how, telemetry) => {
    const module = await Test.createTestingModule({ imports: [telemetry, FeatureModule] }).compile();
    expect(module.get(Consumer, { strict: false }).logger).toBe(module.get(Logger));
    for (const exported of [Telemetry, Tracing, Metrics]) expect(module.get(exported)).toBeInstanceOf(exported);
    await module.close();
  });

  it.each<[string, DynamicModule]>([
    ['forRoot', TelemetryModule.forRoot({ isGlobal: false })],
    ['forRootAsync', TelemetryModule.forRootAsync({ isGlobal: false, useFactory: () => ({}) })],
  ])('%s with false serves only who imports it', async (_how, telemetry) => {
    await expect(Test.createTestingModule({ imports: [telemetry, FeatureModule] }).compile()).rejects.toThrow(
      /can't resolve dependencies of the Consumer/,
    );
    const own = Test.createTestingModule({ imports: [telemetry], providers: [Consumer] });
    const module = await own.compile();
    expect(module.get(Consumer).logger).toBeInstanceOf(Logger);
    await module.close();
  });
});
