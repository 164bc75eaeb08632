/** A status code as spans have it; none where there was no response. */
export function numericStatus(label: string): number | undefined {
  return label === '' ? undefined : Number(label);
}
