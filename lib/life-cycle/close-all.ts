/** Undoes what was started. */
export type Close = () => void;

/**
 * One `Close` for several: the last one that started ends first. One that throws does not keep the others from ending;
 * the first error is thrown afterwards. The list is read when the result is called, so it may still grow.
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
