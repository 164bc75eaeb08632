/** Stands for a value that throws when it is read. */
export const NOT_READABLE = 'something that cannot be read';
