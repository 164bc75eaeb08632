import { Controller, Get, HttpException, Inject, Param } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { type Observer, type Operation, type Outcome, Span, Tracing } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

@Controller()
class CatsController {
  constructor(@Inject(Tracing) private readonly tracing: Tracing) {}

  @Get('cats/:id')
  cat(@Param('id') id: string): Promise<string> {
    return this.tracing.query({ system: 'postgresql', text: `SELECT * FROM cats WHERE id = ${id}` }, () =>
      this.load(id),
    );
  }

  @Span('load cat')
  async load(id: string): Promise<string> {
    if (id === '13') throw new HttpException('no', 500);
    return `cat ${id}`;
  }
}

interface Seen {
  readonly what: string;
  readonly kind: string;
  readonly name: string;
  readonly span: string | undefined;
}

/** Notes everything that it sees. */
class RecordingObserver implements Observer {
  readonly seen: Seen[] = [];
  readonly outcomes: (Outcome & { readonly operation: Operation })[] = [];

  constructor(readonly name: string) {}

  begin(operation: Operation, context: Parameters<Observer['begin']>[1]) {
    const span = trace.getSpan(context);
    const note = (what: string, { kind, name }: Operation): void => {
      this.seen.push({ what, kind, name, span: span?.isRecording() === true ? span.spanContext().spanId : undefined });
    };
    note('begin', operation);
    return {
      describe: (better: Operation) => note('describe', better),
      end: (ended: Operation, outcome: Outcome) => {
        note('end', ended);
        this.outcomes.push({ ...outcome, operation: ended });
      },
    };
  }
}

const hostile: Observer = {
  name: 'hostile',
  begin: () => ({
    describe: () => {
      throw new Error('describe');
    },
    end: () => {
      const until = performance.now() + 5;
      while (performance.now() < until);
      return Promise.reject(new Error('end'));
    },
  }),
};
const refusing: Observer = {
  name: 'refusing',
  begin: () => {
    throw new Error('begin');
  },
};

describe.each(ADAPTERS)('observers of the application on %s', (adapter) => {
  let observed: ObservedApplication;
  afterEach(() => observed.close());
  const start = async (observers: readonly Observer[]): Promise<void> => {
    observed = await startObserved(adapter, { controllers: [CatsController] }, { observers });
  };
  const get = async (id: number): Promise<string> => `${await (await fetch(`${observed.url}/cats/${id}`)).text()}`;

  it('see each call from its beginning to its end, within its span', async () => {
    const observer = new RecordingObserver('recording');
    await start([observer]);
    expect(await get(7)).toBe('cat 7');
    const spans = await observed.serverSpans(1);
    expect(observer.seen.map(({ what, name }) => `${what} ${name}`)).toEqual([
      'begin GET',
      'describe GET /cats/:id',
      'begin SELECT cats',
      'begin load cat',
      'end load cat',
      'end SELECT cats',
      'end GET /cats/:id',
    ]);
    expect(observer.seen.every(({ span }) => span !== undefined)).toBe(true);
    expect(observer.seen.at(-1)?.span).toBe(spans[0]?.spanContext().spanId);
    expect(observer.outcomes.map(({ failed }) => failed)).toEqual([false, false, false]);
    expect(JSON.stringify(observer.outcomes)).not.toContain('= 7');
  });

  it('see the calls of a trace that is not sampled, and their failures', async () => {
    const observer = new RecordingObserver('recording');
    observed = await startObserved(
      adapter,
      { controllers: [CatsController] },
      { observers: [observer], tracing: { sampler: 'never' } },
    );
    await get(13);
    await observed.serverSpans(0);
    expect(observer.outcomes.map(({ failed, operation }) => [operation.kind, failed])).toEqual([
      ['function', true],
      ['database', true],
      ['http.server', true],
    ]);
    expect(observer.outcomes[0]?.error).toBeInstanceOf(HttpException);
  });

  it('begin in their order and end in reverse, whatever the others do', async () => {
    const order: string[] = [];
    const noting = (name: string): Observer => ({
      name,
      begin: () => {
        order.push(`begin ${name}`);
        return { end: () => void order.push(`end ${name}`) };
      },
    });
    await start([noting('first'), refusing, hostile, noting('last')]);
    await fetch(`${observed.url}/nowhere`);
    await observed.serverSpans(1);
    expect(order).toEqual(['begin first', 'begin last', 'end last', 'end first']);
  });

  it('that throw, reject and are slow harm no call and are reported', async () => {
    await start([hostile, refusing]);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(get));
    expect(answers).toEqual([1, 2, 3, 4, 5].map((id) => `cat ${id}`));
    const spans = await observed.serverSpans(5);
    expect(spans.map(({ name }) => name)).toEqual(Array(5).fill('GET /cats/:id'));
    expect(observed.requestLines()).toHaveLength(5);
    const reports = observed.lines().filter(({ context }) => context === 'Telemetry');
    for (const what of ['refusing observer failed to begin', 'hostile observer rejected', 'hostile observer failed to'])
      expect(reports.some(({ message }) => message.includes(what))).toBe(true);
  });
});
