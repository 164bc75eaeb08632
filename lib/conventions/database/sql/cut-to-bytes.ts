/**
 * The beginning of a text, at most `maxBytes` of UTF-8, cut between two characters. Half of a surrogate pair is
 * replaced.
 */
export function cutToBytes(text: string, maxBytes: number): string {
  const whole = text.toWellFormed();
  // A UTF-16 code unit needs at most three bytes.
  if (whole.length * 3 <= maxBytes) return whole;
  const bytes = Buffer.from(whole);
  if (bytes.length <= maxBytes) return whole;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
