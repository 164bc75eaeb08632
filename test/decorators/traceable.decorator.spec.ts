import { NoSpan, Span, Traceable, TraceOperation, TraceQuery } from 'nestjs-telemetry';
import { register } from '../../lib/observation/index.js';
import { watch } from '../observation/observed-call.js';
import type { RecordedCall } from '../observation/recording.observer.js';

const { telemetry, calls } = watch();
const names = (): string[] => (calls as RecordedCall[]).splice(0).map(({ operation }) => operation.name);
let unregister: () => void;
beforeAll(() => (unregister = register(telemetry)));
afterAll(() => unregister());
const symbol = Symbol('by symbol');

describe('decorators on one class', () => {
  it('make one span each, the outermost first', () => {
    class Repository {
      @Span('outer')
      @TraceQuery({ system: 'sqlite', operation: 'SELECT', collection: 'users' })
      find(): void {}
    }
    new Repository().find();
    expect(names()).toEqual(['outer', 'SELECT users']);
  });

  it('@Traceable covers what the class itself declares, once, and @NoSpan leaves out', () => {
    class Base {
      inherited(): void {}
    }
    @Traceable()
    class Service extends Base {
      field = (): string => 'field';
      get value(): number {
        return 1;
      }
      plain(): void {}
      [symbol](): void {}
      @NoSpan()
      left(): void {}
      @Span('own')
      spanned(): void {}
      @TraceOperation('business')
      @NoSpan()
      both(): void {}
      static make(): void {}
    }
    const service = new Service();
    service.plain();
    service[symbol]();
    service.left();
    service.spanned();
    service.both();
    service.inherited();
    service.field();
    Service.make();
    expect(service.value).toBe(1);
    expect(names()).toEqual(['Service.plain', 'Service.Symbol(by symbol)', 'own', 'business']);
    expect(Service.name).toBe('Service');
  });

  it('@Traceable on parent and child names each by its class', () => {
    @Traceable()
    class Parent {
      work(): void {}
      inherited(): void {}
    }
    @Traceable()
    class Child extends Parent {
      override work(): void {
        super.work();
      }
    }
    new Child().work();
    new Child().inherited();
    expect(names()).toEqual(['Child.work', 'Parent.work', 'Parent.inherited']);
  });

  it('@Traceable skips what cannot be replaced', () => {
    class Locked {
      work(): number {
        return 1;
      }
    }
    Object.freeze(Locked.prototype);
    expect(() => Traceable()(Locked)).not.toThrow();
    expect(new Locked().work()).toBe(1);
  });
});
