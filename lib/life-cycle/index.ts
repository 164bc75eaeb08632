export { type End, LifeCycle } from './life-cycle.js';
export type { Participant } from './participant.js';
export { type Phase, PHASES } from './phase.js';
export { TimeIsOver, within } from './within.js';
