import type { Operation, OperationAttributes } from '../../observation/index.js';
import { ATTR_BUSINESS_OPERATION_NAME } from '../attributes.js';
import { BUSINESS } from './business.kind.js';

/** An operation with a business meaning, such as `checkout`. */
export function businessOperation(name: string, attributes?: OperationAttributes): Operation<typeof BUSINESS.kind> {
  return {
    kind: BUSINESS.kind,
    name,
    labels: { [ATTR_BUSINESS_OPERATION_NAME]: name },
    attributes: attributes ?? {},
  };
}
