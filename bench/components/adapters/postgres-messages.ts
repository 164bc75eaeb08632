/** The end of what a driver asks. */
export const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);
const READY = message('Z', Buffer.from('I'));
export const WELCOME = Buffer.concat([message('R', Buffer.alloc(4)), READY]);
const PARSED = message('1');
/** One parameter, a number. */
const PARAMETERS = message('t', count(1), number(23));
const COLUMNS = message('T', count(2), column('id', 23), column('name', 25));
const RESULT = Buffer.concat([
  message('D', count(2), value('1'), value('ada')),
  message('C', Buffer.from('SELECT 1\0')),
  READY,
]);
const BOUND = message('2');
/** One row with a number and a text, of a statement that is parsed for it. */
export const ROW = Buffer.concat([PARSED, BOUND, COLUMNS, RESULT]);
/** Of a statement that is prepared. */
export const DESCRIPTION = Buffer.concat([PARSED, PARAMETERS, COLUMNS]);
/** The same row, of a statement that was prepared. */
export const NEXT_ROW = Buffer.concat([BOUND, RESULT]);

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function count(columns: number): Buffer {
  return Buffer.from([0, columns]);
}

/** A column of no table in particular. */
function column(name: string, type: number): Buffer {
  const rest = Buffer.alloc(18);
  rest.writeInt32BE(type, 6);
  return Buffer.concat([Buffer.from(`${name}\0`), rest]);
}

function value(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

function number(of: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(of);
  return bytes;
}
