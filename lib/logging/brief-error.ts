/** An error whose stack stands in another line already. */
export class BriefError {
  constructor(readonly error: unknown) {}
}
