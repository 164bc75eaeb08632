// As the program of an application: it would listen, and says so in a file.
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './module.mjs';

const adapter = process.env.APP_ADAPTER === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(AppModule, adapter);
if (process.env.APP_HOOKS) app.enableShutdownHooks();
await app.listen(0);
writeFileSync(`${import.meta.dirname}/listened`, '');
