import { jest } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serviceResource } from '../../lib/resource/service-resource.js';
import type { DetectorOption } from '../../lib/options/resource-detectors.js';
import { resolveOptions } from '../../lib/telemetry.options.js';

const own = (attributes: Record<string, unknown>): DetectorOption => ({ detect: () => ({ attributes }) });

function service(detectors: DetectorOption[], env: Record<string, string> = {}) {
  return resolveOptions({ service: { name: 'shop', attributes: { team: 'a' }, detectors } }, env).service;
}

describe('the resource', () => {
  it('is one for all signals of an application', () => {
    const described = service([]);
    expect(serviceResource(described)).toBe(serviceResource(described));
  });

  it('has the options before the environment before detectors before those before them', async () => {
    const found = { team: 'x', zone: 'x', 'service.name': 'x', 'host.name': 'x', first: 1, second: 1 };
    const detectors = ['host' as const, own(found), own({ second: 2 })];
    const resource = serviceResource(service(detectors, { OTEL_RESOURCE_ATTRIBUTES: 'zone=b,team=b' }));
    await resource.waitForAsyncAttributes();
    expect(resource.attributes).toMatchObject({
      'service.name': 'shop',
      team: 'a',
      zone: 'b',
      'host.name': 'x',
      first: 1,
      second: 2,
    });
  });

  it('is complete later, and can be read before', async () => {
    const later = Promise.withResolvers<string>();
    const resource = serviceResource(service([own({ 'cloud.region': later.promise })]));
    expect([resource.asyncAttributesPending, resource.attributes['service.name']]).toEqual([true, 'shop']);
    expect(resource.attributes).not.toHaveProperty('cloud.region');
    later.resolve('eu');
    await resource.waitForAsyncAttributes();
    expect([resource.asyncAttributesPending, resource.attributes['cloud.region']]).toEqual([false, 'eu']);
  });

  it('leaves out what a detector cannot say, and reports a detector that throws', async () => {
    const reports: string[] = [];
    const throwing = { detect: () => { throw new Error('no metadata'); } }; // prettier-ignore
    const broken = own({
      lost: Promise.reject(new Error('no')),
      empty: '',
      odd: { a: 1 },
      none: undefined,
      ok: [1, 2],
    });
    const resource = serviceResource(service([throwing, broken, { detect: () => undefined as never }]), (what) => {
      reports.push(what);
    });
    await resource.waitForAsyncAttributes();
    expect(reports).toEqual([expect.stringContaining('no metadata')]);
    expect(
      Object.keys(resource.attributes).filter((name) => ['lost', 'empty', 'odd', 'none', 'ok'].includes(name)),
    ).toEqual(['ok']);
  });

  it('does not wait for a detector that hangs', async () => {
    jest.useFakeTimers();
    try {
      const reports: string[] = [];
      const hanging = { detect: () => new Promise<never>(() => {}) };
      const resource = serviceResource(service([hanging, own({ a: 1 })]), (what) => void reports.push(what));
      const ready = resource.waitForAsyncAttributes();
      await jest.advanceTimersByTimeAsync(5_000);
      await ready;
      expect(resource.attributes['a']).toBe(1);
      expect(reports).toEqual([expect.stringContaining('no answer within 5000 ms')]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a cloud', () => {
  const paths: Readonly<Record<string, string>> = {
    '/computeMetadata/v1/instance/id': '4520031799277581759',
    '/computeMetadata/v1/instance/zone': 'projects/1/zones/europe-west1-b',
    '/computeMetadata/v1/instance/name': 'orders-1',
    '/computeMetadata/v1/instance/hostname': 'orders-1.internal',
    '/computeMetadata/v1/instance/machine-type': 'projects/1/machineTypes/e2-small',
    '/computeMetadata/v1/project/project-id': 'shop-project',
  };
  let server: Server;
  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      const text =
        url.startsWith('/computeMetadata/v1/instance?') || url === '/computeMetadata/v1/instance' ? '{}' : paths[url];
      response.writeHead(text === undefined ? 404 : 200, { 'metadata-flavor': 'Google' }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['GCE_METADATA_HOST'] = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    delete process.env['GCE_METADATA_HOST'];
    server.closeAllConnections();
    server.close();
  });

  it('is described by its metadata server', async () => {
    const resource = serviceResource(service(['gcp']));
    await resource.waitForAsyncAttributes();
    expect(resource.attributes).toMatchObject({
      'cloud.provider': 'gcp',
      'cloud.account.id': 'shop-project',
      'host.name': 'orders-1',
    });
  });
});

describe('OTEL_NODE_RESOURCE_DETECTORS', () => {
  it.each([
    ['none', []],
    ['host,aws', ['host', 'aws']],
    ['env,os,serviceinstance', ['host']],
    ['all', ['host', 'process', 'container', 'kubernetes', 'aws', 'gcp', 'azure', 'alibaba']],
  ])('%s', (value, expected) => {
    expect(resolveOptions({}, { OTEL_NODE_RESOURCE_DETECTORS: value }).service.detectors).toEqual(expected);
  });
});
