/** The beginning of a text that has at most `maxBytes` in UTF-8, cut between two characters. Half a surrogate pair is replaced. */
export function cutToBytes(text: string, maxBytes: number): string {
  const whole = text.toWellFormed();
  // No character of UTF-16 has more than three bytes.
  if (whole.length * 3 <= maxBytes) return whole;
  const bytes = Buffer.from(whole);
  if (bytes.length <= maxBytes) return whole;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
