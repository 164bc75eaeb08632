import type { ClientRequest } from 'node:http';

/** Node turns headers into text at once when they are given as a list, or ask the server to expect a body. */
type WrittenRequest = Pick<ClientRequest, 'getHeader' | 'setHeader'> & {
  _header?: string | null;
  readonly _headerSent?: boolean;
  /** What waits for the connection. */
  readonly outputData?: readonly { data: unknown }[];
  outputSize?: number;
};

const END = '\r\n\r\n';

/** A header that the application has set, in whichever form it has given the headers. */
export function headerOf(request: WrittenRequest, name: string): string | undefined {
  const value = request.getHeader(name);
  if (value !== undefined) return String(value);
  return writtenLine(request._header, name)?.[1]?.trim();
}

/** Sets a header, also in headers that are text already and wait for the connection. Throws where they are on their way. */
export function writeHeader(request: WrittenRequest, name: string, value: string): void {
  const text = request._header;
  if (typeof text !== 'string') {
    request.setHeader(name, value);
    return;
  }
  // Node checks the values of headers that it writes itself.
  if (/[^\t\u0020-\u007E]/.test(value)) throw new TypeError(`The value of ${name} cannot be a header`);
  if (!text.endsWith(END)) throw new TypeError('The headers have no end');
  const line = writtenLine(text, name)?.[0];
  const others = line === undefined ? text : text.replace(line, '\r\n');
  replaceText(request, text, `${others.slice(0, -2)}${name}: ${value}${END}`);
}

function replaceText(request: WrittenRequest, text: string, changed: string): void {
  if (request._headerSent === true) {
    const waiting = request.outputData?.[0];
    if (waiting?.data !== text) throw new TypeError('The headers are sent already');
    waiting.data = changed;
    if (typeof request.outputSize === 'number') request.outputSize += changed.length - text.length;
  }
  request._header = changed;
}

function writtenLine(text: string | null | undefined, name: string): RegExpExecArray | null {
  if (typeof text !== 'string') return null;
  return new RegExp(`\\r\\n${name.replaceAll(/[^\w-]/g, '')}:([^\\r\\n]*)\\r\\n`, 'i').exec(text);
}
