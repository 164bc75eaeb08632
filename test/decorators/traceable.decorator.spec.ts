import { applyDecorators } from '@nestjs/common';
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

  it.each<[string, (wrap: MethodDecorator) => (own: MethodDecorator) => MethodDecorator[]]>([
    ['below one that wraps', (wrap) => (own) => [wrap, own]],
    ['above one that wraps', (wrap) => (own) => [own, wrap]],
    ['between two that wrap', (wrap) => (own) => [wrap, own, wrap]],
    ['below three that wrap', (wrap) => (own) => [wrap, wrap, wrap, own]],
  ])('@NoSpan and @Span hold %s', (_where, order) => {
    let wrapped = 0;
    const wrap: MethodDecorator = (_target, _key, descriptor: PropertyDescriptor) => {
      const original = descriptor.value as (...args: unknown[]) => unknown;
      descriptor.value = function (this: unknown, ...args: unknown[]) {
        wrapped++;
        return original.apply(this, args);
      };
    };
    const decorate = (...own: MethodDecorator[]) => applyDecorators(...own.flatMap(order(wrap)));
    @Traceable()
    class Service {
      @decorate(NoSpan())
      left(): void {}
      @decorate(Span('own'))
      spanned(): void {}
      @decorate(Span('twice'), NoSpan())
      both(): void {}
      plain(): void {}
    }
    const service = new Service();
    service.left();
    service.spanned();
    service.both();
    service.plain();
    expect(wrapped).toBeGreaterThan(0);
    expect(names()).toEqual(['own', 'twice', 'Service.plain']);
  });

  it('@NoSpan on a parent leaves the method of a child alone', () => {
    class Parent {
      @NoSpan()
      work(): void {}
    }
    @Traceable()
    class Child extends Parent {
      override work(): void {}
    }
    new Child().work();
    new Parent().work();
    expect(names()).toEqual(['Child.work']);
  });

  it('@Traceable twice makes one span', () => {
    @Traceable()
    @Traceable()
    class Service {
      work(): void {}
    }
    new Service().work();
    expect(names()).toEqual(['Service.work']);
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
