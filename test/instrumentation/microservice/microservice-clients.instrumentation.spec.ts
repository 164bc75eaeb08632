import { ClientProxy, ClientTCP, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { ensureContextManager } from '../../../lib/context/context-manager.js';
import type { Close, ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';
import { instrumentMicroserviceClients } from '../../../lib/instrumentation/microservice/microservice-clients.instrumentation.js';
import { InstrumentationStates } from '../../../lib/instrumentation/states/instrumentation-states.js';
import { own, register, Telemetry } from '../../../lib/observation/index.js';

type Answer = (packet: WritePacket) => void;

/** A client that keeps what it is given to send. */
class KeepingClient extends ClientProxy {
  readonly packets: ReadPacket[] = [];
  async connect(): Promise<void> {}
  close(): void {}
  unwrap<T>(): T {
    throw new Error('There is nothing.');
  }
  /** So that Nest 12 goes on where its own method is taken away. */
  override createPacket(pattern: unknown, data: unknown): ReadPacket {
    return { pattern, data };
  }
  protected publish(packet: ReadPacket, answer: Answer): () => void {
    this.packets.push(packet);
    answer({ response: 'reply', isDisposed: true });
    return () => undefined;
  }
  protected async dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    this.packets.push(packet);
    return undefined as T;
  }
}
class DerivedClient extends KeepingClient {
  protected override publish(packet: ReadPacket, answer: Answer): () => void {
    return super.publish(packet, answer);
  }
}
class ClientOfFields extends KeepingClient {
  protected override publish = (packet: ReadPacket, answer: Answer): (() => void) => super.publish(packet, answer);
}

const open: Close[] = [];
let faults: string[];
let application: ObservedApplication;

beforeAll(() => ensureContextManager());
beforeEach(() => {
  faults = [];
  const report = (what: string) => void faults.push(what);
  const inject = (_context: unknown, carrier: Record<string, string>) => void (carrier['traceparent'] = 'call');
  application = {
    telemetry: new Telemetry([], report),
    propagator: { inject },
    options: { messaging: { outgoing: true, ignorePatterns: [], requestId: false } },
    report,
    states: new InstrumentationStates(report),
  } as unknown as ObservedApplication;
  open.push(register(application.telemetry));
});
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function instrument(): Promise<void> {
  open.push(await instrumentMicroserviceClients(application));
}

function ours<Client extends ClientProxy>(client: Client): Client {
  own(client, application.telemetry);
  return client;
}

/** Makes Nest 12 as Nest 11 is, whose clients have no method that makes packets. */
function withoutMakingPackets(): void {
  const prototype: object = ClientProxy.prototype;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'createPacket');
  if (descriptor === undefined) return;
  Reflect.deleteProperty(prototype, 'createPacket');
  open.push(() => void Object.defineProperty(prototype, 'createPacket', descriptor));
}

describe('clients of microservices', () => {
  it('have what is needed', async () => {
    await instrument();
    expect(faults).toEqual([]);
  });

  it.each([KeepingClient, DerivedClient, ClientOfFields])(
    'carry the trace in packets that they only dispatch: $name',
    async (ClientClass) => {
      withoutMakingPackets();
      await instrument();
      const [first, second] = [ours(new ClientClass()), ours(new ClientClass())];
      for (const client of [first, second, first]) {
        expect(await firstValueFrom(client.send('asked', 1))).toBe('reply');
        await lastValueFrom(client.emit('told', 2), { defaultValue: undefined });
      }
      const asked = { pattern: 'asked', data: 1, metadata: { traceparent: 'call' } };
      const told = { pattern: 'told', data: 2, metadata: { traceparent: 'call' } };
      expect(first.packets).toEqual([asked, told, asked, told]);
      expect(second.packets).toEqual([asked, told]);
      expect(faults).toEqual([]);
    },
  );

  it('get their own methods back', async () => {
    withoutMakingPackets();
    const methods = () =>
      [KeepingClient, DerivedClient].map((client) =>
        Object.values(Object.getOwnPropertyDescriptors(client.prototype)).map(({ value }) => value as unknown),
      );
    const before = methods();
    const close = await instrumentMicroserviceClients(application);
    const client = ours(new DerivedClient());
    await firstValueFrom(client.send('asked', 1));
    await firstValueFrom(ours(new KeepingClient()).send('asked', 1));
    expect(methods()).not.toEqual(before);
    close();
    expect(methods()).toEqual(before);
    await firstValueFrom(client.send('asked', 2));
    expect(client.packets.at(-1)).toEqual({ pattern: 'asked', data: 2 });
  });

  it('are reported when one sends what cannot carry a trace, and not before', async () => {
    withoutMakingPackets();
    await instrument();
    expect(faults).toEqual([]);
    const client = ours(new KeepingClient());
    Object.assign(client, { publish: undefined });
    const { packets } = client;
    await lastValueFrom(client.emit('told', 2), { defaultValue: undefined });
    expect(packets).toHaveLength(1);
    expect(faults).toEqual([]);
    for (let times = 0; times < 2; times++)
      await expect(firstValueFrom(client.send('asked', 1))).rejects.toThrow('publish');
    expect(faults).toEqual([
      expect.stringMatching(/^@nestjs\/microservices \S+ has no ClientProxy#publish: messages with a reply are sent/),
    ]);
  });

  it('are followed class by class', async () => {
    withoutMakingPackets();
    const { publish } = ClientTCP.prototype as unknown as { publish: unknown };
    await instrument();
    await firstValueFrom(ours(new KeepingClient()).send('asked', 1));
    expect((ClientTCP.prototype as unknown as { publish: unknown }).publish).toBe(publish);
  });
});
