import { createParamDecorator, type PipeTransform, type Type } from '@nestjs/common';
import { context as contextApi, propagation } from '@opentelemetry/api';

type Pipe = PipeTransform | Type<PipeTransform>;
/** Written out: what TypeScript infers names a type that Nest 11 does not have. */
type BaggageDecorator = (...keyOrPipes: (string | Pipe | undefined)[]) => ParameterDecorator;

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
