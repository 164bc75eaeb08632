/** Where a connection leads. */
export interface DatabaseServer {
  readonly system: 'postgresql' | 'mysql' | 'mariadb';
  readonly namespace: string | undefined;
  /** A host, or the path of a socket. */
  readonly address: string | undefined;
  readonly port: number | undefined;
}
