// Checked by the compiler alone: decorators change no signature, and take what fits.
import { Span, TraceCache, Traceable, TraceOperation, TraceQuery } from 'nestjs-telemetry';

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

  // @ts-expect-error The operation is missing.
  @TraceQuery({ system: 'sqlite' })
  incomplete(): void {}

  // @ts-expect-error Attributes of a call are a plain object, not a promise of one.
  @Span('x', { attributes: async () => ({ a: 1 }) })
  late(): void {}
}

same<Users['find'], (id: string, more?: readonly number[]) => Promise<number>>(true);
same<(typeof Users)['generic'], <T>(value: T) => T>(true);
