import { ATTR_CODE_FUNCTION_NAME } from '@opentelemetry/semantic-conventions';
import type { Operation, OperationAttributes } from '../../observation/index.js';
import { FUNCTION } from './function.kind.js';

/** A method or function of the application. */
export function functionOperation(
  name: string,
  functionName: string | undefined,
  attributes?: OperationAttributes,
): Operation<typeof FUNCTION.kind> {
  const labels = functionName === undefined ? {} : { [ATTR_CODE_FUNCTION_NAME]: functionName };
  return { kind: FUNCTION.kind, name, labels, attributes: attributes ?? {} };
}
