import type { Check } from './description.js';
import { anyOf } from './checks/check.js';
import { hasMethods } from './checks/instances.js';
import { oneOf } from './checks/scalars.js';
import type { EnvironmentReader } from './environment.js';

/** Detectors of this package, and of the packages `@opentelemetry/resource-detector-*`. */
export const DETECTOR_NAMES = ['host', 'process', 'container', 'kubernetes', 'aws', 'gcp', 'azure', 'alibaba'] as const;
export type DetectorName = (typeof DETECTOR_NAMES)[number];

/** The attributes that a detector finds. A value may arrive later. Undefined values are left out. */
export interface DetectedAttributes {
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** A detector of yours, or one of OpenTelemetry's. */
export interface ResourceDetector {
  detect(): DetectedAttributes | Promise<DetectedAttributes>;
}

export type DetectorOption = DetectorName | ResourceDetector;

export const DETECTOR: Check<DetectorOption> = anyOf(
  'It finds resource attributes.',
  oneOf(DETECTOR_NAMES),
  hasMethods<ResourceDetector>('a `ResourceDetector`', 'detect'),
);

export const DETECTORS_VARIABLE = 'OTEL_NODE_RESOURCE_DETECTORS';
/** These ask nobody else. */
const DEFAULT: readonly DetectorName[] = ['host', 'process', 'container', 'kubernetes'];
/** Names of the variable for attributes that every resource has, and for all detectors. */
const FURTHER = ['all', 'env', 'os', 'serviceinstance'] as const;

/** The detectors of the environment, or the default ones. */
export function detectorsOf(environment: EnvironmentReader): readonly DetectorName[] {
  const names = environment.names(DETECTORS_VARIABLE, [...DETECTOR_NAMES, ...FURTHER], 'ignore');
  if (names === undefined) return DEFAULT;
  if (names.includes('all')) return DETECTOR_NAMES;
  return DETECTOR_NAMES.filter((name) => names.includes(name) || (name === 'host' && names.includes('os')));
}
