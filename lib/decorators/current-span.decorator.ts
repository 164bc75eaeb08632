import { createParamDecorator } from '@nestjs/common';
import { trace } from '@opentelemetry/api';

/** The span of the request or message that a handler serves, as a parameter. Undefined outside any trace. */
export const CurrentSpan = createParamDecorator(() => trace.getActiveSpan());
