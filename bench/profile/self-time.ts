interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** The parts of V8's `.cpuprofile` that are needed here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly name: string;
  /** The package of the function, or of its nearest caller where the function is Node's own. */
  readonly owner: string;
  /** Of all time that was not idle. */
  readonly percent: number;
}

interface Place {
  readonly name: string;
  readonly owner: string;
  readonly idle: boolean;
}

/** How much time each function took itself in the last `lastMs` of a profile, the largest first. */
export function selfTimes(profile: CpuProfile, lastMs: number): SelfTime[] {
  const places = placesOf(profile);
  const times = new Map<string, { place: Place; micros: number }>();
  let left = lastMs * 1_000;
  let busy = 0;
  for (let at = profile.samples.length - 1; at >= 0 && left > 0; at--) {
    const place = places.get(profile.samples[at] ?? -1);
    const micros = profile.timeDeltas[at] ?? 0;
    left -= micros;
    if (place === undefined || place.idle) continue;
    busy += micros;
    const key = `${place.owner} ${place.name}`;
    const entry = times.get(key) ?? { place, micros: 0 };
    entry.micros += micros;
    times.set(key, entry);
  }
  return [...times.values()]
    .map(({ place: { name, owner }, micros }) => ({ name, owner, percent: (100 * micros) / busy }))
    .sort((a, b) => b.percent - a.percent);
}

/** The time of each package, the largest first. */
export function byOwner(times: readonly SelfTime[]): SelfTime[] {
  const owners = new Map<string, number>();
  for (const { owner, percent } of times) owners.set(owner, (owners.get(owner) ?? 0) + percent);
  return [...owners].map(([owner, percent]) => ({ name: '', owner, percent })).sort((a, b) => b.percent - a.percent);
}

function placesOf({ nodes }: CpuProfile): Map<number, Place> {
  const places = new Map<number, Place>();
  // Parents come before their children.
  const inherited = new Map<number, string>();
  for (const { id, callFrame, children = [] } of nodes) {
    const owner = packageOf(callFrame.url) ?? inherited.get(id) ?? 'node';
    for (const child of children) inherited.set(child, owner);
    const { functionName } = callFrame;
    places.set(id, {
      owner: functionName === '(garbage collector)' ? 'garbage collector' : owner,
      name: nameOf(callFrame),
      idle: functionName === '(idle)',
    });
  }
  return places;
}

function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const file = url.slice(url.lastIndexOf('/') + 1);
  const name = functionName === '' ? 'anonymous' : functionName;
  return file === '' ? name : `${name} (${file}:${lineNumber + 1})`;
}

function packageOf(url: string): string | undefined {
  if (url === '' || url.startsWith('node:')) return undefined;
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  return installed ?? (url.includes('/bench/') ? 'bench' : 'nestjs-telemetry');
}
