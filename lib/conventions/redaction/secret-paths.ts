/** Hidden places as a tree of names. `*` matches any name. */
export interface SecretPlace {
  readonly hidden: boolean;
  readonly below: ReadonlyMap<string, SecretPlace>;
}

interface GrowingPlace {
  hidden: boolean;
  readonly below: Map<string, GrowingPlace>;
}

/** Builds the tree for paths such as `user.email` or `items[*].note`. */
export function secretPlaces(paths: readonly string[]): SecretPlace {
  const root: GrowingPlace = { hidden: false, below: new Map() };
  for (const path of paths) {
    let place = root;
    for (const part of path.split(/[.[\]]+/).filter((name) => name !== '')) {
      let next = place.below.get(part);
      if (next === undefined) {
        next = { hidden: false, below: new Map() };
        place.below.set(part, next);
      }
      place = next;
    }
    place.hidden = place !== root;
  }
  return root;
}

/** The child of `place` for `name`. */
export function placeBelow(place: SecretPlace | undefined, name: string): SecretPlace | undefined {
  return place && (place.below.get(name) ?? place.below.get('*'));
}
