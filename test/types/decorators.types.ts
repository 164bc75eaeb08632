// Checked by the compiler alone: decorators change no signature, and take what fits.
import { Span, TraceCache, Traceable, TraceOperation, TraceQuery, type Tracing } from 'nestjs-telemetry';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_proof: Same<A, B>): void => undefined;

@Traceable()
class Users {
  @Span('find', { attributes: (id: string) => ({ id }), onResult: (found: number) => ({ found }) })
  @TraceQuery({ system: 'sqlite', operation: 'SELECT' })
  @TraceCache({ system: 'memory', operation: 'get', hit: (value) => value !== 'none' })
  @TraceOperation('find')
  async find(_id: string, _more?: readonly number[]): Promise<number> {
    return 1;
  }

  @Span()
  static generic<T>(value: T): T {
    return value;
  }

  // @ts-expect-error A property has no calls.
  @Span()
  field = 1;

  // @ts-expect-error The operation is missing, and so is the text.
  @TraceQuery({ system: 'sqlite' })
  incomplete(): void {}

  @TraceQuery({ system: 'sqlite', text: 'SELECT 1', onResult: (found: number) => ({ found }) })
  @TraceCache({
    system: 'memory',
    operation: 'get',
    key: (id: string) => id,
    keys: 'hash',
    hit: (found: number) => found > 0,
  })
  @TraceOperation('described', { attributes: { region: 'eu' }, onResult: (found: number) => ({ found }) })
  described(_id: string): number {
    return 1;
  }

  @TraceQuery((id: string, ...more: number[]) => ({ system: id, text: 'SELECT 1', argumentCount: more.length }))
  @TraceCache((id: string) => ({ system: 'memory', operation: 'get', key: id }))
  @TraceOperation('by arguments', (id: string) => ({ attributes: { id } }))
  byArguments(_id: string, ..._more: number[]): void {}

  // @ts-expect-error What the function makes has no operation and no text.
  @TraceQuery((id: string) => ({ system: id }))
  incompleteByArguments(_id: string): void {}

  // @ts-expect-error There is no such way to describe keys.
  @TraceCache({ system: 'memory', operation: 'get', key: 'a', keys: 'plain' })
  plainKeys(): void {}

  // @ts-expect-error An operation has a name, which is no function of the arguments.
  @TraceOperation((id: string) => id)
  nameless(_id: string): void {}

  // @ts-expect-error Attributes of a call are a plain object, not a promise of one.
  @Span('x', { attributes: async () => ({ a: 1 }) })
  late(): void {}
}

same<Users['find'], (id: string, more?: readonly number[]) => Promise<number>>(true);
same<(typeof Users)['generic'], <T>(value: T) => T>(true);

const byFunctions = (tracing: Tracing): void => {
  const query = () => tracing.query({ system: 'sqlite', text: 'SELECT 1' }, async () => 1);
  same<ReturnType<typeof query>, Promise<number>>(true);
  tracing.cache({ system: 'memory', operation: 'get', key: 'a', hit: (found: number) => found > 0 }, () => 1).toFixed();
  tracing.operation('work', () => 'done', { onResult: (done: string) => ({ done }) }).trim();
  // @ts-expect-error The operation is missing, and so is the text.
  tracing.query({ system: 'sqlite' }, () => 1);
};
void byFunctions;
