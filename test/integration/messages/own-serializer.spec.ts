import { Controller } from '@nestjs/common';
import {
  type ClientOptions,
  type ClientProxy,
  ClientProxyFactory,
  Ctx,
  EventPattern,
  type MqttContext,
  MessagePattern,
  Payload,
} from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';
import { Tracing } from 'nestjs-telemetry';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { until } from '../../until.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { subscribed } from '../transports/subscribed.js';
import { MESSAGE_TRANSPORTS } from './transports.js';

const unique = `${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
const asked = `asked-${unique}`;
const told = `told-${unique}`;

interface Packet {
  readonly pattern: unknown;
  readonly data: unknown;
  readonly id?: string;
}
interface Message {
  readonly kind: unknown;
  readonly body: unknown;
  readonly id?: string;
}

/** Knows only its own fields, in both directions. */
const FIELDS = {
  serialize: ({ pattern, data, id }: Packet): Message => ({
    kind: pattern,
    body: data,
    ...(id === undefined ? {} : { id }),
  }),
  deserialize: (message: Message | string): Packet => {
    const { kind, body, id } = (typeof message === 'string' ? JSON.parse(message) : message) as Message;
    return { pattern: kind, data: body, ...(id === undefined ? {} : { id }) };
  },
};
const AS_TEXT = { ...FIELDS, serialize: (packet: Packet): unknown => JSON.stringify(FIELDS.serialize(packet)) };
/** NATS takes the body out of the message. */
const IN_DATA = {
  serialize: (packet: Packet): unknown => ({ data: AS_TEXT.serialize(packet) }),
  deserialize: (message: { json(): Message }): Packet => FIELDS.deserialize(message.json()),
};

const heard: unknown[] = [];
const packets: unknown[] = [];

@Controller()
class Handlers {
  @MessagePattern(asked)
  answer(@Payload() data: unknown, @Ctx() context: unknown): unknown {
    packets.push((context as Partial<MqttContext>).getPacket?.());
    return data;
  }

  @EventPattern(told)
  hear(@Payload() data: unknown): void {
    heard.push(data);
  }
}

for (const [title, transport] of Object.entries(MESSAGE_TRANSPORTS)) {
  const own = title === 'NATS' ? IN_DATA : title.startsWith('MQTT') ? AS_TEXT : FIELDS;

  describeWithServer(transport.needs.name, transport.needs.port, `serializers of the application over ${title}`, () => {
    let observed: ObservedApplication;
    let client: ClientProxy;
    let options: Awaited<ReturnType<typeof transport.options>>;

    beforeAll(async () => {
      options = await transport.options(`own-${unique}-${title.replaceAll(/\W/g, '')}`);
      const server = { ...options.server, options: { ...options.server.options, deserializer: own } };
      observed = await startObserved('express', { controllers: [Handlers] }, {}, (app) => {
        app.connectMicroservice(server as never);
      });
      await observed.app.startAllMicroservices();
      client = clientWith(own);
      await client.connect();
      for (const microservice of observed.app.getMicroservices()) await subscribed(microservice, options.server);
    });

    afterAll(async () => {
      await client.close();
      await observed.close();
    });

    function clientWith(serializer: { serialize(packet: Packet): unknown }): ClientProxy {
      return ClientProxyFactory.create({
        ...options.client,
        options: { ...options.client.options, serializer },
      } as ClientOptions);
    }

    it('leave the trace in requests and events', async () => {
      heard.length = 0;
      await observed.app.get(Tracing).run('caller', async () => {
        expect(await firstValueFrom(client.send(asked, { mine: 1 }))).toEqual({ mine: 1 });
        await lastValueFrom(client.emit(told, { mine: 2 }), { defaultValue: undefined });
      });
      const handled = async () => (await observed.spans()).filter(({ kind }) => kind === SpanKind.CONSUMER);
      await until(async () => (await handled()).length >= 2);
      const sent = (await observed.spans()).filter(({ kind }) => kind === SpanKind.PRODUCER);
      expect(heard).toEqual([{ mine: 2 }]);
      const parents = (await handled()).map(({ parentSpanContext }) => parentSpanContext?.spanId);
      expect(new Set(parents)).toEqual(new Set(sent.map((span) => span.spanContext().spanId)));
      expect(observed.lines().filter(({ level }) => level === 'warn')).toEqual([]);
    });

    if (title === 'MQTT 5') {
      it('see plain data, whose message has the trace in its user properties', () => {
        const packet = packets.at(-1) as { payload: Buffer; properties: { userProperties: object } };
        expect(Object.keys(packet.properties.userProperties)).toContain('traceparent');
        expect(packet.payload.toString()).not.toContain('metadata');
      });
    }

    if (title !== 'MQTT 5' && title !== 'NATS') {
      it('that leave no place for it are named once', async () => {
        const binary = clientWith({ serialize: ({ data }) => Buffer.from(String(data)) });
        await binary.connect();
        await observed.app.get(Tracing).run('caller', async () => {
          for (const data of ['a', 'b']) await lastValueFrom(binary.emit(told, data), { defaultValue: undefined });
        });
        await binary.close();
        const warnings = observed.lines().filter(({ message }) => message.includes('without their trace'));
        expect(warnings.map(({ message }) => message)).toEqual([
          expect.stringMatching(/^Messages of Client\w+ go without .* makes a Buffer of them/),
        ]);
      });
    }
  });
}
