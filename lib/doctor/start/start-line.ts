import type { InstrumentationState } from '../../instrumentation/states/instrumentation-states.js';
import type { Destinations } from './destinations.js';
import type { UnobservedPackage } from '../packages/known-package.js';

const MORE = 'npx nestjs-telemetry doctor';
/** So many characters leave room for time, level and context on one line of a terminal that wraps once. */
const MAX_LENGTH = 205;
/** Words for instrumentations that do not carry the name of a package, or of a package that few people know. */
const TITLES: Readonly<Record<string, string>> = {
  'http-server': 'HTTP',
  'http-client': 'outgoing HTTP',
  'microservice-clients': 'sent messages',
  'microservice-servers': 'message handlers',
  '@grpc/grpc-js': 'gRPC',
};

export interface StartFacts {
  readonly destinations: Destinations;
  readonly instrumentations: readonly InstrumentationState[];
  readonly unobserved: readonly UnobservedPackage[];
}

/** What one line at the start says. */
export interface StartLine {
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** For people, everything is in the message; for machines, everything is in fields. */
export function startLine(facts: StartFacts, isText: boolean): StartLine {
  const { destinations } = facts;
  const observed = inOrder(facts.instrumentations).map((state) => titleOf(state, isText));
  const unobserved = facts.unobserved.map(({ name }) => name);
  if (!isText) {
    const fields = { ...destinations, observed, not_observed: unobserved, more: MORE };
    return { message: 'Telemetry has started', fields };
  }
  // The shortest lists that fit: destinations are always there.
  for (let shown = Math.max(observed.length, unobserved.length); ; shown--) {
    const message = sentence(destinations, listed(observed, shown), listed(unobserved, shown));
    if (message.length <= MAX_LENGTH || shown <= 1) return { message };
  }
}

/** HTTP and messages first, then packages. */
function inOrder(states: readonly InstrumentationState[]): readonly InstrumentationState[] {
  const order = Object.keys(TITLES);
  const placeOf = ({ name }: InstrumentationState) => (name in TITLES ? order.indexOf(name) : order.length);
  return states.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function titleOf({ name, active }: InstrumentationState, isText: boolean): string {
  const title = isText ? (TITLES[name] ?? name) : name;
  return active ? title : `${title} (partly)`;
}

function sentence({ traces, metrics, logs }: Destinations, observed: string, unobserved: string): string {
  const seen = new Set<string>();
  const parts = [
    `traces → ${brief(traces, seen)}`,
    `metrics → ${brief(metrics, seen)}`,
    `logs → ${brief(logs, seen)}`,
    ...(observed === '' ? [] : [`observes ${observed}`]),
    ...(unobserved === '' ? [] : [`does not observe ${unobserved}`]),
  ];
  return `${parts.join('; ')}. More: ${MORE}`;
}

/** An address once, without the path that its signal adds. */
function brief(destinations: readonly string[], seen: Set<string>): string {
  const shown = destinations.map((destination) => {
    const base = destination.replace(/\/v1\/(?:traces|metrics|logs)$/, '');
    const isRepeated = base.includes('://') && seen.has(base);
    seen.add(base);
    return isRepeated ? base.slice(0, base.indexOf(' ')) : base;
  });
  return shown.join(', ') || 'nowhere';
}

function listed(names: readonly string[], shown: number): string {
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(', ')} and ${more} more` : names.join(', ');
}
