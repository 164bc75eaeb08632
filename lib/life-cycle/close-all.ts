/** Stops what was started. */
export type Close = () => void;

/**
 * Combines several `Close` functions. The last one that started ends first. If one throws, the others still run; the
 * first error is thrown at the end. The list is read when the result is called, so it may still grow.
 */
export function closeAll(closes: readonly Close[]): Close {
  return () => {
    const errors: unknown[] = [];
    for (const close of closes.toReversed()) {
      try {
        close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
}
