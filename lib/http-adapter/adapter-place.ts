import { sharedSymbol } from '../observation/index.js';

/** On the adapter itself, because it can serve several applications, one after the other or at once. */
const PLACES = sharedSymbol('adapter-places');

interface Place {
  readonly holders: object[];
}

/** A place that an application has taken on an HTTP adapter. */
export interface TakenPlace {
  /** Whether another application holds it, which must end first. */
  readonly shared: boolean;
  leave(): void;
}

/**
 * Takes a place on an adapter, such as a hook or a route, which can be installed there only once and cannot be removed.
 * `install` runs for the first holder alone, and gets a function that says who holds the place now: the oldest holder
 * that has not left.
 */
export function takePlace<Holder extends object>(
  adapter: object,
  name: string,
  holder: Holder,
  install: (current: () => Holder | undefined) => void,
): TakenPlace {
  const places = placesOn(adapter);
  let place = places.get(name);
  if (place === undefined) {
    const holders: Holder[] = [];
    place = { holders };
    install(() => holders[0]);
    places.set(name, place);
  }
  const { holders } = place;
  const shared = holders.length > 0;
  holders.push(holder);
  return {
    shared,
    leave: () => {
      const at = holders.indexOf(holder);
      if (at >= 0) holders.splice(at, 1);
    },
  };
}

function placesOn(adapter: object): Map<string, Place> {
  const known = (adapter as { [key: symbol]: Map<string, Place> | undefined })[PLACES];
  if (known !== undefined) return known;
  const places = new Map<string, Place>();
  Object.defineProperty(adapter, PLACES, { value: places });
  return places;
}
