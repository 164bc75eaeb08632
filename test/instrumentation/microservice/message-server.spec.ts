import { Server, ServerKafka } from '@nestjs/microservices';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { of } from 'rxjs';
import { ensureContextManager } from '../../../lib/context/context-manager.js';
import type { ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';
import { Library } from '../../../lib/instrumentation/internals/library.js';
import { MICROSERVICE_SERVERS_INTERNALS } from '../../../lib/instrumentation/microservice/microservice-servers.internals.js';
import { InstrumentationStates } from '../../../lib/instrumentation/states/instrumentation-states.js';
import { MessageDestinations } from '../../../lib/instrumentation/microservice/message-destinations.js';
import { type HookedServer, MessageServer } from '../../../lib/instrumentation/microservice/message-server.js';
import { type Operation, type Outcome, Telemetry } from '../../../lib/observation/index.js';

class OwnServer extends Server {
  listen(): void {}
  close(): void {}
  on(): void {}
  unwrap<T>(): T {
    throw new Error('There is nothing.');
  }
}

let ended: Array<{ operation: Operation; outcome: Outcome }>;
let faults: string[];
let application: ObservedApplication;

beforeAll(() => ensureContextManager());
beforeEach(() => {
  ended = [];
  faults = [];
  const observer = {
    name: 'noting',
    begin: () => ({ end: (operation: Operation, outcome: Outcome) => void ended.push({ operation, outcome }) }),
  };
  const propagator = { inject: () => undefined, extract: () => ROOT_CONTEXT, fields: () => [] };
  const report = (what: string, error?: unknown) => void faults.push(`${what}: ${String(error)}`);
  application = {
    telemetry: new Telemetry([observer], report, propagator),
    propagator,
    report,
    options: { messaging: { events: 'child', requestId: true } },
  } as unknown as ObservedApplication;
});

function attach(server: object, system = 'own'): void {
  const library = new Library(MICROSERVICE_SERVERS_INTERNALS, new InstrumentationStates(application.report));
  new MessageServer(server as HookedServer, system, application, new MessageDestinations([]), library).attach();
}
const destinations = () => ended.map(({ operation }) => operation.labels['messaging.destination.name']);

describe('MessageServer', () => {
  it('names each handler of an application with very many', async () => {
    const server = new OwnServer();
    attach(server);
    const names = Array.from({ length: 300 }, (_, at) => `handler-${at}`);
    for (const name of names) server.addHandler(name, async () => of(1), true);
    for (const name of names) await server.handleEvent(name, { data: '' } as never, {} as never);
    expect(destinations()).toEqual(names);
  });

  it('observes a handler of Kafka’s whose pattern is an expression', async () => {
    const server = new ServerKafka({});
    attach(server, 'kafka');
    server.addHandler(/^orders\./ as never, async () => of(1), true);
    await server.handleEvent('orders.1', { data: '' } as never, {} as never);
    await server.handleEvent('orders.2', { data: '' } as never, {} as never);
    expect(faults).toEqual([]);
    expect(destinations()).toEqual(['/^orders\\./', '/^orders\\./']);
  });

  it('calls hooks that are set already, and hands back what they return', async () => {
    const server = new OwnServer();
    const calls: string[] = [];
    server.setOnProcessingStartHook(async (_transport, _context, done) => {
      calls.push('start');
      await done();
      calls.push('done');
      return 'theirs';
    });
    server.setOnProcessingEndHook(() => void calls.push('end'));
    attach(server);
    server.addHandler('p', async () => void calls.push('handler'), true);
    expect(await server.handleEvent('p', { data: '' } as never, {} as never)).toBe('theirs');
    expect(calls).toEqual(['start', 'handler', 'end', 'done']);
  });

  it('does not touch a strategy that has none of this', () => {
    const strategy = { listen: () => undefined, close: () => undefined, handleEvent: (...given: unknown[]) => given };
    const before = { ...strategy };
    attach(strategy);
    expect({ ...strategy }).toEqual(before);
    expect(strategy.handleEvent(1, 2, 3, 4)).toEqual([1, 2, 3, 4]);
  });
});
