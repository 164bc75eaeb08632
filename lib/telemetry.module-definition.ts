import { ConfigurableModuleBuilder, type ConfigurableModuleOptionsFactory } from '@nestjs/common';
import { sharedSymbol } from './observation/index.js';
import type { TelemetryOptions } from './telemetry.options.js';

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: TELEMETRY_OPTIONS,
  OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<TelemetryOptions>({
  moduleName: 'Telemetry',
  optionsInjectionToken: sharedSymbol('options'),
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createTelemetryOptions')
  .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
  .build();

/** What `TelemetryModule.forRootAsync()` takes. */
export type TelemetryAsyncOptions = typeof ASYNC_OPTIONS_TYPE;

/** A class for `useClass` and `useExisting`: it makes the options. */
export type TelemetryOptionsFactory = ConfigurableModuleOptionsFactory<TelemetryOptions, 'createTelemetryOptions'>;
