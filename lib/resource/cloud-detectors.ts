import type { DetectorName, ResourceDetector } from '../options/resource-detectors.js';
import { loadOptional } from '../packages/optional-package.js';

const FOR = 'the resource detectors of that cloud';

/** The maintained packages. Each is an optional peer, and has detectors for the platforms of one cloud. */
const PACKAGES = {
  aws: () =>
    loadOptional('@opentelemetry/resource-detector-aws', FOR, () => import('@opentelemetry/resource-detector-aws')),
  gcp: () =>
    loadOptional('@opentelemetry/resource-detector-gcp', FOR, () => import('@opentelemetry/resource-detector-gcp')),
  azure: () =>
    loadOptional('@opentelemetry/resource-detector-azure', FOR, () => import('@opentelemetry/resource-detector-azure')),
  alibaba: () =>
    loadOptional(
      '@opentelemetry/resource-detector-alibaba-cloud',
      FOR,
      () => import('@opentelemetry/resource-detector-alibaba-cloud'),
    ),
} as const satisfies Partial<Record<DetectorName, () => Promise<object>>>;

export function isCloud(name: DetectorName): name is keyof typeof PACKAGES {
  return Object.hasOwn(PACKAGES, name);
}

/**
 * The detectors of one cloud.
 *
 * @throws TelemetryError with code MODULE_MISSING if its package is not installed.
 */
export async function cloudDetectors(name: DetectorName): Promise<readonly ResourceDetector[]> {
  if (!isCloud(name)) return [];
  const exported: readonly unknown[] = Object.values(await PACKAGES[name]());
  return exported.filter(isDetector);
}

function isDetector(value: unknown): value is ResourceDetector {
  return (
    typeof value === 'object' && value !== null && typeof (value as Partial<ResourceDetector>).detect === 'function'
  );
}
