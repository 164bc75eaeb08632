import { createServer, type Socket } from 'node:net';
import { Controller, Module } from '@nestjs/common';
import {
  ClientKafka,
  type ClientProvider,
  type ClientProxy,
  ClientProxyFactory,
  ClientsModule,
  MessagePattern,
  type MicroserviceOptions,
  Transport,
} from '@nestjs/microservices';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { Partitioners } from 'kafkajs';
import { NEVER } from 'rxjs';
import { until } from '../../until.js';
import { describeWithKafka } from '../kafka/describe-with-kafka.js';
import { MockCluster } from '../kafka/mock-cluster.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { subscribed } from '../transports/subscribed.js';
import { type MessageTransport, MESSAGE_TRANSPORTS } from './transports.js';

const CLIENT = Symbol('client');
const unanswered = `unanswered-${process.pid}`;
let asked = 0;

@Controller()
class Handlers {
  @MessagePattern(unanswered)
  wait(): unknown {
    asked++;
    return NEVER;
  }
}

interface Both {
  readonly app: ObservedApplication;
  readonly client: ClientProxy;
}

interface Ends {
  /** Absent where a server does not end before its handlers do. */
  readonly server?: MicroserviceOptions;
  readonly client: ClientProvider;
}

/** An application with a server, and a client for it that the application closes when it ends. */
async function start({ server, client }: Ends): Promise<Both> {
  const clients = ClientsModule.registerAsync([{ name: CLIENT, useFactory: () => client }]);
  @Module({ imports: [clients], exports: [clients] })
  class SendingModule {}
  const metadata = { imports: [SendingModule], controllers: [Handlers] };
  const app = await startObserved('express', metadata, {}, (nest) => {
    if (server !== undefined) nest.connectMicroservice(server);
  });
  await app.app.startAllMicroservices();
  const sender = app.app.get<ClientProxy>(CLIENT);
  const kafka = (sender as unknown) instanceof ClientKafka ? app.app.get<ClientKafka>(CLIENT) : undefined;
  kafka?.subscribeToResponseOf(unanswered);
  await sender.connect();
  if (kafka !== undefined) countProduced(kafka.producer);
  for (const microservice of app.app.getMicroservices()) await subscribed(microservice, server ?? {});
  return { app, client: sender };
}

/** Without a server, what its broker has taken was asked. */
function countProduced(producer: ClientKafka['producer']): void {
  producer.on('producer.network.request', ({ payload }) => {
    if (payload.apiName === 'Produce') asked++;
  });
}

/** A request that nobody answers. Returns the error that ends it. */
async function ask({ client }: Both): Promise<{ readonly failure: Promise<unknown> }> {
  const before = asked;
  const failure = new Promise<unknown>((resolve) => {
    client.send(unanswered, {}).subscribe({ error: resolve });
  });
  await until(() => asked > before);
  return { failure };
}

async function expectGivenUp({ app }: Both): Promise<void> {
  const sent = (await app.spans()).filter(({ kind }) => kind === SpanKind.PRODUCER);
  expect(sent.map(({ status, attributes }) => [status.code, attributes['nestjs.call.given_up']])).toEqual([
    [SpanStatusCode.UNSET, true],
  ]);
  const counted = (await app.seriesNames()).filter((name) => /^messages_total\{.*operation="send"/.test(name));
  expect(counted).toEqual([expect.stringContaining('result="cancelled"')]);
}

function itGivesUp(ends: () => Promise<Ends>): void {
  it.each(['client.close()', 'app.close()'])(
    'is no failure, with %s',
    async (how) => {
      const both = await start(await ends());
      const { failure } = await ask(both);
      if (how === 'client.close()') await both.client.close();
      await both.app.close();
      expect(both.app.lines().filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
      // Most clients of Nest 11 leave a request without an answer.
      if (!('handleClose' in both.client)) return;
      expect(await failure).toMatchObject({ message: 'Connection closed' });
      await expectGivenUp(both);
    },
    60_000,
  );
}

for (const [title, { needs, options }] of Object.entries(MESSAGE_TRANSPORTS) as [string, MessageTransport][]) {
  describeWithServer(needs.name, needs.port, `a request that a closing client of ${title} gives up`, () => {
    let made = 0;
    itGivesUp(() => options(`closing-${process.pid}-${title.replaceAll(/\W/g, '')}-${made++}`));
  });
}

describeWithKafka('a request that a closing client of Kafka gives up', () => {
  let cluster: MockCluster;
  beforeEach(async () => {
    cluster = await MockCluster.start([unanswered, `${unanswered}.reply`]);
  });
  afterEach(() => cluster.close());

  itGivesUp(async () => {
    const options = {
      client: { clientId: unanswered, brokers: [cluster.broker] },
      producer: { createPartitioner: Partitioners.DefaultPartitioner },
      consumer: { groupId: unanswered, maxWaitTimeInMs: 20 },
      subscribe: { fromBeginning: true },
    };
    return { client: { transport: Transport.KAFKA, options } };
  });
});

describe('a request whose connection is lost', () => {
  it('is a failure', async () => {
    const received: Socket[] = [];
    const server = createServer((socket) => void received.push(socket)).listen(0, '127.0.0.1');
    await until(() => server.listening);
    const { port } = server.address() as { port: number };
    const app = await startObserved('express', {});
    const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
    await client.connect();
    const failure = new Promise((resolve) => void client.send('lost', {}).subscribe({ error: resolve }));
    await until(() => received.length === 1);
    received[0]?.destroy();
    expect(await failure).toMatchObject({ message: 'Connection closed' });
    const [sent] = await app.spans();
    expect(sent?.status.code).toBe(SpanStatusCode.ERROR);
    client.close();
    server.close();
    await app.close();
  });
});
