import type { PassThrough } from 'node:stream';

/** All that was written since the last look. `read()` may give it whole, or one chunk at a time. */
export function printedTo(output: PassThrough): string {
  const chunks: string[] = [];
  for (let chunk = output.read() as unknown; chunk !== null; chunk = output.read() as unknown)
    chunks.push(String(chunk));
  return chunks.join('');
}
