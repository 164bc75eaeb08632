import { LOG_EVENTS } from '../../lib/conventions/index.js';
import { LoggingObserver } from '../../lib/logging/logging.observer.js';
import { describeObserverContract } from '../observation/observer-contract.js';
import { logInto } from './log-lines.js';

describeObserverContract('logging', () => {
  const { root, lines } = logInto();
  return {
    observer: new LoggingObserver(root, LOG_EVENTS),
    kinds: Object.keys(LOG_EVENTS),
    ends: () => lines().length,
  };
});
