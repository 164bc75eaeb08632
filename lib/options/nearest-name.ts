/** The valid name that the user probably meant; undefined if none is similar. Case makes no difference. */
export function nearestName(given: string, valid: readonly string[]): string | undefined {
  if (given.length > 60) return undefined;
  const meant = given.toLowerCase();
  let nearest: string | undefined;
  // One typing error in a short name, three in a long one.
  let allowed = Math.min(3, Math.ceil(given.length / 4));
  for (const name of valid) {
    const slips = distance(meant, name.toLowerCase());
    if (slips > allowed) continue;
    nearest = name;
    allowed = slips - 1;
  }
  return nearest;
}

/** A sentence for an error. The list of valid names follows it. */
export function didYouMean(given: string, valid: readonly string[]): string {
  const nearest = nearestName(given, valid);
  return nearest === undefined ? '' : `Did you mean ${nearest}? `;
}

/** The number of letters to add, remove, replace, or swap with their neighbour. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] as number) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] as number;
}
