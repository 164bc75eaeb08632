import type { Given, Resolved } from './description.js';
import type { Attributes } from '@opentelemetry/api';
import { attributes } from './checks/attributes.js';
import { listOf } from './checks/lists.js';
import { text } from './checks/scalars.js';
import { derived, group } from './option.js';
import { packageJson } from './package-json.js';
import { DETECTOR, DETECTORS_VARIABLE, detectorsOf } from './resource-detectors.js';
import { RESOURCE_VARIABLE, resourceAttributes } from './resource-variable.js';

const SHAPE = {
  /** Name in spans, log lines and pushes. Default: `OTEL_SERVICE_NAME`, else the name in the nearest package.json. */
  name: derived(text(), (given, { serviceName }) => given ?? serviceName, ['OTEL_SERVICE_NAME', RESOURCE_VARIABLE]),
  /** Version of the application. Default: the version in package.json. */
  version: derived(
    text(),
    (given, { environment }) => given ?? resourceAttributes(environment)['service.version'] ?? packageJson().version,
    [RESOURCE_VARIABLE],
  ),
  /** The deployment environment, such as `production`. Default: `NODE_ENV`, else `development`. */
  environment: derived(
    text(),
    (given, { environment }) =>
      given ??
      resourceAttributes(environment)['deployment.environment.name'] ??
      environment.text('NODE_ENV') ??
      'development',
    [RESOURCE_VARIABLE, 'NODE_ENV'],
  ),
  /** Further resource attributes. `OTEL_RESOURCE_ATTRIBUTES` adds to them. */
  attributes: derived(
    attributes(),
    (given, { environment }): Attributes => Object.freeze({ ...resourceAttributes(environment), ...given }),
    [RESOURCE_VARIABLE],
  ),
  /**
   * What finds further resource attributes: names, or detectors of yours. `aws`, `gcp`, `azure` and `alibaba` need the package
   * `@opentelemetry/resource-detector-…` and ask the cloud. Default: `host`, `process`, `container` and `kubernetes`.
   */
  detectors: derived(listOf(DETECTOR), (given, { environment }) => Object.freeze(given ?? detectorsOf(environment)), [
    DETECTORS_VARIABLE,
  ]),
};

export interface ServiceOptions extends Given<typeof SHAPE> {}
export interface ResolvedService extends Resolved<typeof SHAPE> {}
export const SERVICE = group<typeof SHAPE, ServiceOptions>(SHAPE);
