import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Call } from '../replace-method.js';

/**
 * Makes a method that opens a connection run outside any unit of work. Messages and notifications come in the context in
 * which their connection was opened, and the request that happened to open it has no part in them. Callbacks keep the
 * caller's context. Where another instrumentation makes spans of the method, nothing is changed.
 */
export function outsideWork(original: Call, observedElsewhere: () => boolean): Call {
  return function (this: unknown, ...parameters) {
    const caller = contextApi.active();
    if (caller === ROOT_CONTEXT || observedElsewhere()) return Reflect.apply(original, this, parameters);
    const bound = parameters.map((parameter) =>
      typeof parameter === 'function' ? contextApi.bind(caller, parameter) : parameter,
    );
    return contextApi.with(ROOT_CONTEXT, () => Reflect.apply(original, this, bound));
  };
}
