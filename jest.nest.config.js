import base, { projects } from './jest.config.js';
import { NEST_IMPORT, NEST_VERSIONS, nestFolder } from './test/suite/nest.mjs';

/** What Nest has a part in. */
const SPECS =
  /^test\/(?:(?:packaging|suite|instrumentation\/microservice|integration\/(?:described|doctor|grpc|http|http-client|logging|messages|propagation|standalone|transports))\/|integration\/drivers\/(?:cache-manager|ioredis|pg)\.spec)/;
/** `@nestjs/platform-fastify/multipart` is of Nest 12, and Nest 11 gives other things to a deserializer. */
const OF_NEST_12 = /\/(?:logging\/interleaving|messages\/own-serializer)\.spec/;
/** How processes without telemetry fare: the newest of each major is enough. */
const WITHOUT_TELEMETRY = /\/interoperation\.spec/;
/** Between two majors: one trace, whichever of them sends. */
const MATRIX = /^test\/integration\/transports\/matrix\.spec/;

const { TELEMETRY_NEST: version = '12', TELEMETRY_PEER_NEST: peers = version } = process.env;
const mapped = version === '12' ? {} : { [NEST_IMPORT]: `${nestFolder(version)}node_modules/$1$2` };
const wanted = version === peers ? SPECS : MATRIX;
const left = [OF_NEST_12, ...(version === NEST_VERSIONS[0] ? [WITHOUT_TELEMETRY] : [])];
const isWanted = (spec) => wanted.test(spec) && !left.some((those) => those.test(spec));

/** Specs on the version of Nest in TELEMETRY_NEST, which `npm run test:nest` sets. Nest 11 is CommonJS, and runs as it is. */
export default {
  ...base,
  projects: projects(
    version === peers ? `Nest ${version}` : `Nest ${version} to Nest ${peers}`,
    isWanted,
    { PROMETHEUS_CLIENT: 'prom-client', MAJOR: 5 },
    mapped,
  ),
};
