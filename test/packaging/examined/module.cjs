require('reflect-metadata');
const { Module } = require('@nestjs/common');
const { TelemetryModule } = require('nestjs-telemetry');

class AppModule {}
Module({ imports: [TelemetryModule.forRoot(JSON.parse(process.env.APP_OPTIONS ?? '{}'))] })(AppModule);
module.exports = { AppModule };
