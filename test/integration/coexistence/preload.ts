import { type SetUp, startOfficialInstrumentation } from './official-instrumentation.js';

// For `node --import`: before any module of the application.
startOfficialInstrumentation(process.env['TEST_SET_UP'] as SetUp);
