/** A class of errors, or a function that says whether an error is meant. */
export type ExpectedError = (abstract new (...args: never[]) => object) | ((error: unknown) => boolean);
