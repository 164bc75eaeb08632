declare module 'pg-cursor' {
  import type { Connection, Submittable } from 'pg';

  export default class Cursor implements Submittable {
    constructor(text: string, values?: readonly unknown[]);
    submit: (connection: Connection) => void;
    read(rows: number): Promise<readonly unknown[]>;
    close(): Promise<void>;
  }
}
