/** An error whose stack is already in another line. */
export class BriefError {
  constructor(readonly error: unknown) {}
}
