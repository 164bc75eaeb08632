import { createParamDecorator, type PipeTransform, type Type } from '@nestjs/common';
import { context as contextApi, propagation } from '@opentelemetry/api';

/** Written out: what would be inferred from Nest 12 names a type that Nest 11 does not export. */
type BaggageDecorator = (...keyOrPipes: (string | Type<PipeTransform> | PipeTransform)[]) => ParameterDecorator;

/**
 * What the caller sent along, as a handler's parameter: the value under a key, or without one the whole baggage.
 * Undefined where there is none.
 *
 * @example
 * find(\@Baggage('tenant') tenant: string | undefined) {}
 */
export const Baggage: BaggageDecorator = createParamDecorator((key: string | undefined) => {
  const baggage = propagation.getBaggage(contextApi.active());
  return key === undefined ? baggage : baggage?.getEntry(key)?.value;
});
