import { randomUUID } from 'node:crypto';
import type { Attributes } from '@opentelemetry/api';
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '../conventions/attributes.js';

/** The service, from the options. */
export interface ServiceDescription {
  readonly name: string;
  readonly version: string;
  readonly environment: string;
  readonly attributes: Attributes;
}

/** Distinguishes the processes of one service. Without it, their cumulative metrics would overwrite each other. */
const INSTANCE_ID = randomUUID();

/** The resource of every span, metric and exported log line. */
export function serviceResource(service: ServiceDescription): Resource {
  return defaultResource().merge(
    resourceFromAttributes({
      [ATTR_SERVICE_INSTANCE_ID]: INSTANCE_ID,
      ...service.attributes,
      [ATTR_SERVICE_NAME]: service.name,
      [ATTR_SERVICE_VERSION]: service.version,
      [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: service.environment,
    }),
  );
}
