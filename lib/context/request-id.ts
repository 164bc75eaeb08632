/** The header or metadata field that carries the id of a request. */
export const REQUEST_ID = 'x-request-id';
