const { writeFileSync } = require('node:fs');
const { NestFactory } = require('@nestjs/core');
const { ExpressAdapter } = require('@nestjs/platform-express');
const { FastifyAdapter } = require('@nestjs/platform-fastify');
const { AppModule } = require('./module.cjs');

async function bootstrap() {
  const adapter = process.env.APP_ADAPTER === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule, adapter);
  if (process.env.APP_HOOKS) app.enableShutdownHooks();
  await app.listen(0);
  writeFileSync(`${__dirname}/listened`, '');
}
void bootstrap();
