import { isObject, type LineError } from './line-parts.js';

/** The description of an error has fewer. */
const MAX_CAUSES = 20;

/** Class and message. */
export function headingOf({ type, message }: LineError): string {
  return [type, message].filter((part) => part !== undefined).join(': ');
}

/** The stack including those of the causes, as Node prints them. A cause without a stack has its class and message. */
export function wholeStack(error: LineError): string | undefined {
  if (typeof error.stack !== 'string') return undefined;
  const stacks: string[] = [];
  let current: unknown = error;
  while (isObject(current) && stacks.length < MAX_CAUSES) {
    const { stack, cause } = current as LineError;
    stacks.push(stack ?? headingOf(current));
    current = cause;
  }
  return stacks.join('\nCaused by: ');
}
