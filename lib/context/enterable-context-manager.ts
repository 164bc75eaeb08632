import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';

/** OpenTelemetry's context manager, which can also make a context the current one without a function to run in it. */
export class EnterableContextManager extends AsyncLocalStorageContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  override active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  override with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    const run = thisArg === undefined || thisArg === null ? fn : (fn.bind(thisArg) as F);
    return this.storage.run(context, run as (...args: A) => ReturnType<F>, ...args);
  }

  override disable(): this {
    this.storage.disable();
    return this;
  }

  enter(context: Context): void {
    this.storage.enterWith(context);
  }
}
