import { randomUUID } from 'node:crypto';
import type { Attributes } from '@opentelemetry/api';
import { defaultResource } from '@opentelemetry/resources';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '../conventions/attributes.js';
import type { DetectorOption } from '../options/resource-detectors.js';
import { detect } from './detect.js';
import { LateResource } from './late-resource.js';

/** The service, from the options. */
export interface ServiceDescription {
  readonly name: string;
  readonly version: string;
  readonly environment: string;
  readonly attributes: Attributes;
  readonly detectors?: readonly DetectorOption[];
}

/** Distinguishes the processes of one service. Without it, their cumulative metrics would overwrite each other. */
const INSTANCE_ID = randomUUID();

const resources = new WeakMap<ServiceDescription, LateResource>();

/**
 * The resource of every span, metric and exported log line: the same for all of them. What detectors find has the lowest
 * precedence. `report` is told of detectors that fail.
 */
export function serviceResource(service: ServiceDescription, report: (what: string) => void = () => {}): LateResource {
  let resource = resources.get(service);
  if (resource === undefined) {
    const { found, later } = detect(service.detectors ?? [], report);
    const base = { ...defaultResource().attributes, [ATTR_SERVICE_INSTANCE_ID]: INSTANCE_ID };
    resource = new LateResource({ ...base, ...found }, ownAttributes(service), later);
    resources.set(service, resource);
  }
  return resource;
}

function ownAttributes({ name, version, environment, attributes }: ServiceDescription): Attributes {
  return {
    ...attributes,
    [ATTR_SERVICE_NAME]: name,
    [ATTR_SERVICE_VERSION]: version,
    [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: environment,
  };
}
