import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  type NestInterceptor,
  Param,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { Span } from 'nestjs-telemetry';
import {
  concatMap,
  defer,
  EMPTY,
  exhaustMap,
  from,
  map,
  mergeMap,
  type Observable,
  of,
  retry,
  shareReplay,
  switchMap,
  takeUntil,
  throwError,
  timeout,
  timer,
  toArray,
} from 'rxjs';
import { type ObservedApplication, startObserved } from '../observed-application.js';

const ofCall = (_how: string, id: string) => ({ 'shop.price': id });
const ofWork = (id: string) => ({ 'shop.price': id });

@Injectable()
class PricesService {
  @Span('find', { attributes: ofWork })
  find(id: string): Observable<string> {
    return timer(Number(id) % 3).pipe(map(() => id));
  }

  @Span('query', { attributes: ofWork })
  query(id: string): Observable<string> {
    return from(Promise.resolve(id));
  }

  @Span('flaky', { attributes: ofWork })
  flaky(id: string, attempt: () => number): Observable<string> {
    return defer(() => (attempt() === 1 ? throwError(() => new Error('once')) : of(id)));
  }
}

type Work = (prices: PricesService, id: string) => Observable<unknown>;

/** How a service combines what other services return, and the spans below it. */
const WORKS: Readonly<Record<string, readonly [Work, readonly string[]]>> = {
  switchMap: [(prices, id) => prices.find(id).pipe(switchMap(() => prices.query(id))), ['find', 'query']],
  mergeMap: [(prices, id) => prices.find(id).pipe(mergeMap(() => prices.query(id))), ['find', 'query']],
  concatMap: [
    (prices, id) => of(1, 2).pipe(concatMap(() => prices.find(id)), mergeMap(() => prices.query(id)), toArray()),
    ['find', 'find', 'query', 'query'],
  ],
  exhaustMap: [(prices, id) => prices.find(id).pipe(exhaustMap(() => prices.query(id))), ['find', 'query']],
  shareReplay: [
    (prices, id) => {
      const found = prices.find(id).pipe(shareReplay(1));
      return found.pipe(mergeMap(() => found), mergeMap(() => prices.query(id)));
    },
    ['find', 'query'],
  ],
  retry: [
    (prices, id) => {
      let attempts = 0;
      return defer(() => prices.flaky(id, () => ++attempts)).pipe(retry(2), mergeMap(() => prices.query(id)));
    },
    ['flaky', 'flaky', 'query'],
  ],
  takeUntil: [
    (prices, id) => prices.find(id).pipe(takeUntil(timer(5_000)), mergeMap(() => prices.query(id))),
    ['find', 'query'],
  ],
  timeout: [(prices, id) => prices.find(id).pipe(timeout(5_000), mergeMap(() => prices.query(id))), ['find', 'query']],
  defer: [(prices, id) => defer(() => prices.find(id)).pipe(mergeMap(() => prices.query(id))), ['find', 'query']],
}; // prettier-ignore

@Injectable()
class CatalogService {
  constructor(private readonly prices: PricesService) {}

  @Span('work', { attributes: ofCall })
  work(how: string, id: string): Observable<unknown> {
    const [work] = WORKS[how] ?? [() => EMPTY];
    return work(this.prices, id);
  }
}

@Injectable()
class AuditService {
  @Span('before', { attributes: ofWork })
  before(id: string): Observable<string> {
    return timer(1).pipe(map(() => id));
  }

  @Span('after', { attributes: ofWork })
  after(id: string): Observable<string> {
    return of(id);
  }
}

/** Works before the handler, and after it with what it has returned. */
@Injectable()
class AuditInterceptor implements NestInterceptor {
  constructor(private readonly audit: AuditService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { id } = context.switchToHttp().getRequest<{ params: { id: string } }>().params;
    return this.audit.before(id).pipe(
      switchMap(() => next.handle()),
      mergeMap((value) => this.audit.after(id).pipe(map(() => value))),
    );
  }
}

@Controller()
class CatalogController {
  constructor(private readonly catalog: CatalogService) {}

  @Get(':how/:id')
  work(@Param('how') how: string, @Param('id') id: string): Observable<unknown> {
    return this.catalog.work(how, id);
  }
}

describe('services that return Observables', () => {
  let observed: ObservedApplication;
  beforeAll(async () => {
    observed = await startObserved('fastify', {
      controllers: [CatalogController],
      providers: [
        PricesService,
        CatalogService,
        AuditService,
        { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
      ],
    });
  });
  beforeEach(() => observed.reset());
  afterAll(() => observed.close());

  const ask = async (how: string, id: string) => {
    const response = await fetch(`${observed.url}/${how}/${id}`);
    await response.text();
    return response.status;
  };

  it.each(Object.entries(WORKS))('with %s make the tree that a reader expects', async (how, [, below]) => {
    expect(await ask(how, '1')).toBe(200);
    await observed.serverSpans(1);
    expect(treeOf(await observed.spans())).toEqual({
      'GET /:how/:id': ['after', 'before', 'work'],
      work: below,
    });
  });

  it('do not mix, a thousand at once', async () => {
    const names = Object.keys(WORKS);
    const requests = Array.from({ length: 1_000 }, (_, at) => [names[at % names.length] ?? '', String(at)] as const);
    const answers = await Promise.all(requests.map(([how, id]) => ask(how, id)));
    expect(new Set(answers)).toEqual(new Set([200]));
    await observed.serverSpans(1_000);
    const spans = await observed.spans();
    const traces = Map.groupBy(spans, (span) => span.spanContext().traceId);
    expect(traces.size).toBe(1_000);
    for (const inTrace of traces.values()) {
      const root = inTrace.find(({ name }) => name.startsWith('GET '));
      const [, how = '', id] = String(root?.attributes['url.path']).split('/');
      const others = inTrace.filter((span) => span !== root);
      expect(new Set(others.map(({ attributes }) => attributes['shop.price']))).toEqual(new Set([id]));
      expect(treeOf(inTrace)).toMatchObject({ work: WORKS[how]?.[1] });
    }
  });
});

/** The names of the spans below each span that has any, sorted. */
function treeOf(spans: readonly ReadableSpan[]): Record<string, string[]> {
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  const tree: Record<string, string[]> = {};
  for (const { name, parentSpanContext } of spans) {
    const parent = parentSpanContext && names.get(parentSpanContext.spanId);
    if (parent !== undefined) (tree[parent] ??= []).push(name);
  }
  for (const below of Object.values(tree)) below.sort();
  return tree;
}
