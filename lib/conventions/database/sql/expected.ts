/** What the next token of a query can be. */
export type Expected = 'nothing' | 'statement' | 'verb' | 'object' | 'table' | 'target' | 'common table';
