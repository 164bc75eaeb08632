import { randomBytes } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { type ClientProxy, MessagePattern, Payload } from '@nestjs/microservices';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { interval, lastValueFrom, Subject, take, takeUntil, timeout } from 'rxjs';
import { until } from '../../until.js';
import { describeWithKafka } from '../kafka/describe-with-kafka.js';
import { type LogLine, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { subscribed } from '../transports/subscribed.js';
import { type Outcome, OUTCOME_TRANSPORTS, OUTCOMES, type Recorded, type Stage } from './outcome-transports.js';

const unique = `outcomes-${process.pid}-${randomBytes(3).toString('hex')}`;
const named = (name: string) => `${unique}-${name}`;
const PATTERNS = ['answered', 'refused', 'endless', 'slow', 'unheard', 'lonely'].map(named);
const LONGEST_MS = 60_000;
/** Longer than any transport takes to refuse. */
const PATIENCE_MS = 1_000;

/** Ends the replies that nobody waits for any more. */
const over = new Subject<void>();
let release: () => void = () => undefined;

@Controller()
class Handlers {
  @MessagePattern(named('answered'))
  answer(): string {
    return 'answer';
  }

  @MessagePattern(named('refused'))
  refuse(@Payload() _data: unknown): string {
    throw new RangeError('refused');
  }

  @MessagePattern(named('endless'))
  endless() {
    return interval(5).pipe(takeUntil(over));
  }

  @MessagePattern(named('slow'))
  slow(): Promise<string> {
    return new Promise((resolve) => (release = () => resolve('late')));
  }
}

/** What the caller does, by outcome: with which client, to which pattern. */
const CALLS: Readonly<Record<Outcome, readonly [of: 'client' | 'lonely' | 'lost', pattern: string]>> = {
  answered: ['client', 'answered'],
  'an error as reply': ['client', 'refused'],
  'no handler': ['client', 'unheard'],
  'nobody there': ['lonely', 'lonely'],
  'given up by timeout()': ['client', 'slow'],
  'left by take(1)': ['client', 'endless'],
  'broker gone': ['lost', 'answered'],
};

async function send(client: ClientProxy, pattern: string, outcome: Outcome): Promise<'a reply' | 'an error'> {
  const replies = client.send(pattern, {});
  const waiting = outcome === 'left by take(1)' ? replies.pipe(take(1)) : replies.pipe(timeout(PATIENCE_MS));
  return lastValueFrom(waiting).then(
    () => 'a reply' as const,
    () => 'an error' as const,
  );
}

for (const { name, port, system, expected, start } of OUTCOME_TRANSPORTS) {
  const describeOn = (title: string, tests: () => void) =>
    port === 'kafka' ? describeWithKafka(title, tests) : describeWithServer(name, port, title, tests);

  describeOn(`A send over ${name}`, () => {
    let stage: Stage;
    let observed: ObservedApplication;

    beforeAll(async () => {
      stage = await start(unique, PATTERNS);
      observed = await startObserved(
        'fastify',
        { controllers: [Handlers] },
        { logging: { events: { messaging: true } } },
        (app) => void app.connectMicroservice(stage.server),
      );
      await observed.app.startAllMicroservices();
      for (const server of observed.app.getMicroservices()) await subscribed(server, stage.server);
    }, LONGEST_MS);
    afterAll(async () => {
      await observed?.close();
      await stage?.close();
    }, LONGEST_MS);

    const results: Readonly<Record<Outcome, Recorded>> = {
      ...expected,
      answered: 'success',
      'an error as reply': 'error',
      'given up by timeout()': 'cancelled',
      'left by take(1)': 'success',
    };

    it.each(OUTCOMES)(
      'is what its caller had, in span, sample and line: %s',
      async (outcome) => {
        const [of, patternName] = CALLS[outcome];
        const pattern = named(patternName);
        await observed.reset();
        const sample = (result: Recorded) =>
          `messages_total{system="${system}",destination="${pattern}",operation="send",result="${result}"}`;
        const counts = async () => Promise.all([...RECORDED].map((result) => observed.series(sample(result))));
        const before = await counts();
        const client = await stage[of]();
        // Joining a group takes longer than a caller waits here.
        if (port === 'kafka' && of !== 'lost') await client.connect();
        let had: string;
        try {
          had = await send(client, pattern, outcome);
        } finally {
          release();
          over.next();
          // Nest 11 fails to close a client whose broker is gone.
          const closed = Promise.resolve(client.close()).catch(() => undefined);
          await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
        }
        const expectedResult = results[outcome];
        expect([outcome, had]).toEqual([outcome, expectedResult === 'success' ? 'a reply' : 'an error']);

        const sent = async () =>
          (await observed.spans()).filter(
            ({ kind, attributes }) =>
              kind === SpanKind.PRODUCER && attributes['messaging.destination.name'] === pattern,
          );
        await until(async () => (await sent()).length > 0);
        const after = await counts();
        const grown = RECORDED.filter((_, at) => (after[at] ?? 0) > (before[at] ?? 0));
        expect(grown).toEqual([expectedResult]);

        const spans = await sent();
        expect(spans).toHaveLength(1);
        expect(spans[0]?.status.code).toBe(expectedResult === 'error' ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
        expect(spans[0]?.attributes['nestjs.messaging.reply.cancelled']).toBe(
          expectedResult === 'cancelled' ? true : undefined,
        );
        expect(typeof spans[0]?.attributes['error.type']).toBe(expectedResult === 'error' ? 'string' : 'undefined');

        const lines = observed.lines().filter((line) => isAbout(line, pattern));
        expect(lines).toHaveLength(1);
        expect(lines[0]?.trace_id).toBe(spans[0]?.spanContext().traceId);
        expect(lines[0]?.error !== undefined).toBe(expectedResult === 'error');
        const levels = { success: 'info', error: 'error', cancelled: 'warn' } as const;
        expect(lines[0]?.level).toBe(levels[expectedResult]);
        expect(lines[0]?.message.includes('had no reply')).toBe(expectedResult === 'cancelled');
      },
      LONGEST_MS,
    );
  });
}

const RECORDED: readonly Recorded[] = ['success', 'error', 'cancelled'];

function isAbout({ fields }: LogLine, pattern: string): boolean {
  return fields?.['event'] === 'message_sent' && fields['destination'] === pattern;
}
