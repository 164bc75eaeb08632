import { createParamDecorator } from '@nestjs/common';
import { context as contextApi, propagation } from '@opentelemetry/api';

/**
 * What the caller sent along, as a handler's parameter: the value under a key, or without one the whole baggage.
 * Undefined where there is none.
 *
 * @example
 * find(\@Baggage('tenant') tenant: string | undefined) {}
 */
export const Baggage = createParamDecorator((key: string | undefined) => {
  const baggage = propagation.getBaggage(contextApi.active());
  return key === undefined ? baggage : baggage?.getEntry(key)?.value;
});
