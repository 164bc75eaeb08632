import { KNOWN_PACKAGES } from '../../../lib/doctor/packages/known-packages.js';
import { unobservedPackages } from '../../../lib/doctor/packages/unobserved-packages.js';

function names(declared: readonly string[], observed: readonly string[] = []): string[] {
  return unobservedPackages(new Set(declared), new Set(observed)).map(({ name }) => name);
}

describe('packages that are not observed', () => {
  it('are those that the application declares', () => {
    expect(names(['memcached', 'express', '@nestjs/graphql'])).toEqual(['memcached', '@nestjs/graphql']);
    expect(names(['express'])).toEqual([]);
  });

  it('are not those for which an instrumentation runs', () => {
    expect(names(['bullmq', 'memcached'], ['bullmq'])).toEqual(['memcached']);
  });

  it('are not the clients that another declared package brings under observation', () => {
    expect(names(['kafkajs'])).toEqual(['kafkajs']);
    expect(names(['kafkajs', '@nestjs/microservices'])).toEqual([]);
    expect(names(['@prisma/client'])).toEqual(['@prisma/client']);
    expect(names(['@prisma/client', '@prisma/adapter-pg'])).toEqual([]);
  });

  it.each(KNOWN_PACKAGES.map((known) => [known.name, known] as const))('%s has one clause and one fix', (_, known) => {
    expect(known.costs).toMatch(/^[a-z].*[^.]$/);
    expect(known.fix).toMatch(/^[A-Z].*\.$/);
  });

  it('are listed once', () => {
    const all = KNOWN_PACKAGES.map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
  });
});
