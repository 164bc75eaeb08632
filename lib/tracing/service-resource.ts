import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '../conventions/attributes.js';
import type { ResolvedOptions } from '../telemetry.options.js';

/** What every span says of the service that made it. */
export function serviceResource(service: ResolvedOptions['service']): Resource {
  return defaultResource().merge(
    resourceFromAttributes({
      ...service.attributes,
      [ATTR_SERVICE_NAME]: service.name,
      [ATTR_SERVICE_VERSION]: service.version,
      [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: service.environment,
    }),
  );
}
