import { brokerAddress } from '../../../lib/instrumentation/microservice/broker-address.js';

const at = (address: string, port: number) => ({ 'server.address': address, 'server.port': port });

describe('the address of a broker', () => {
  it.each([
    ['tcp', { options: { host: 'stock', port: 4000 } }, at('stock', 4000)],
    ['tcp', { host: 'stock', port: 4000 }, at('stock', 4000)],
    ['tcp', { options: {} }, at('localhost', 3000)],
    ['redis', { options: { host: '10.0.0.1' } }, at('10.0.0.1', 6379)],
    ['nats', { options: { servers: ['nats://user:pa@ss@mail:4223'] } }, at('mail', 4223)],
    ['rabbitmq', { options: { urls: ['amqp://ada:12/34@mail'] } }, at('mail', 5672)],
    ['nats', { options: { servers: 'mail:4223' } }, at('mail', 4223)],
    ['nats', { options: {} }, at('localhost', 4222)],
    ['mqtt', { options: { url: 'mqtts://mail' } }, at('mail', 8883)],
    ['mqtt', { options: { hostname: 'mail', port: 1884 } }, at('mail', 1884)],
    ['rabbitmq', { options: { urls: ['amqp://guest:guest@[::1]:5673/orders?heartbeat=5'] } }, at('::1', 5673)],
    ['rabbitmq', { options: { urls: ['amqps://mail'] } }, at('mail', 5671)],
    ['rabbitmq', { options: { urls: [{ hostname: 'mail', port: 5674, password: 'x' }] } }, at('mail', 5674)],
    ['kafka', { options: { client: { brokers: ['mail:9093'] } } }, at('mail', 9093)],
    ['kafka', {}, at('localhost', 9092)],
  ])('of %s with %j', (system, owner, expected) => {
    expect(brokerAddress(system, owner)).toEqual(expected);
  });

  it.each([
    ['kafka', { options: { client: { brokers: ['one:9092', 'other:9092'] } } }],
    ['kafka', { options: { client: { brokers: () => ['one:9092'] } } }],
    ['nats', { options: { servers: [] } }],
    ['nats', { options: { servers: 7 } }],
    ['rabbitmq', { options: { urls: [null] } }],
    ['rabbitmq', { options: { urls: ['://'] } }],
    ['custom', { options: { host: 'stock', port: 1 } }],
    ['constructor', { options: { host: 'stock', port: 1 } }],
  ])('is not known of %s with %j', (system, owner) => {
    expect(brokerAddress(system, owner)).toEqual({});
  });
});
