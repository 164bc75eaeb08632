import { sharedSymbol } from '../observation/index.js';

/** Stored on the adapter, because one adapter can serve several applications, in turn or at the same time. */
const PLACES = sharedSymbol('adapter-places');

interface Place {
  readonly holders: object[];
}

/** A slot on an HTTP adapter that an application has taken. */
export interface TakenPlace {
  /** True if another application holds the slot. That application must end first. */
  readonly shared: boolean;
  leave(): void;
}

/**
 * Takes a slot on an adapter, such as a hook or a route, which can be installed only once and cannot be removed. Only
 * the first holder runs `install`. The function that it receives returns the current holder: the oldest one that has
 * not left.
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
