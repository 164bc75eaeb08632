import type { AbstractHttpAdapter } from '@nestjs/core';

export type AdapterName = 'express' | 'fastify';

/** Nest's adapter for one of the two servers; the other one is not loaded. */
export async function httpAdapter(name: AdapterName): Promise<AbstractHttpAdapter> {
  if (name === 'fastify') {
    const { FastifyAdapter } = await import('@nestjs/platform-fastify');
    return new FastifyAdapter() as unknown as AbstractHttpAdapter;
  }
  const { ExpressAdapter } = await import('@nestjs/platform-express');
  return new ExpressAdapter();
}
