/** The header, or metadata field, in which the id of a request is sent. */
export const REQUEST_ID = 'x-request-id';
