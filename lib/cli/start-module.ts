import { createRequire } from 'node:module';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { AbstractHttpAdapter, NestFactory } from '@nestjs/core';

const EXPRESS = '@nestjs/platform-express';
const FASTIFY = '@nestjs/platform-fastify';
const SETTINGS = { abortOnError: false } as const;

/** Starts a root module, up to where it would listen. */
export async function startModule(path: string, root: Type): Promise<void> {
  const app = await create(path, root);
  await app.init();
}

async function create(path: string, root: Type): Promise<INestApplicationContext> {
  const require = createRequire(path);
  if (isInstalled(require, EXPRESS)) return NestFactory.create(root, SETTINGS);
  if (!isInstalled(require, FASTIFY)) return NestFactory.createApplicationContext(root, SETTINGS);
  const { FastifyAdapter } = require(FASTIFY) as { FastifyAdapter: Type<AbstractHttpAdapter> };
  return NestFactory.create(root, new FastifyAdapter(), SETTINGS);
}

function isInstalled(require: NodeJS.Require, name: string): boolean {
  try {
    return require.resolve(name) !== '';
  } catch {
    return false;
  }
}
