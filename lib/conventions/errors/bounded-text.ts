/**
 * Cuts a text to at most `maxBytes` of UTF-8. A cut text states how many bytes are missing. `missingBytes` were cut off
 * earlier.
 */
export function boundedText(text: string, maxBytes: number, missingBytes = 0): string {
  if (missingBytes === 0 && text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.byteLength(text);
  if (missingBytes === 0 && bytes <= maxBytes) return text;
  const kept = prefix(text, Math.max(0, maxBytes - NOTE_BYTES));
  return `${kept}…[+${bytes + missingBytes - Buffer.byteLength(kept)} bytes]`;
}

const NOTE_BYTES = 24;

/** The longest beginning that fits. No character is split. */
function prefix(text: string, maxBytes: number): string {
  const kept = Buffer.from(text.slice(0, maxBytes)).subarray(0, maxBytes).toString();
  return kept.endsWith('\uFFFD') ? kept.slice(0, -1) : kept;
}
