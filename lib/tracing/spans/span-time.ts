import { types } from 'node:util';
import type { HrTime, TimeInput } from '@opentelemetry/api';
import { isTimeInputHrTime, millisToHrTime } from '@opentelemetry/core';
import type { Clock } from '../../context/clock.js';

const NS_PER_S = 1e9;

/** A time that the application gave, or the time now. A small number is a `performance.now()`. */
export function spanTime(given: TimeInput | undefined, clock: Clock): HrTime {
  if (typeof given === 'number') return given <= performance.now() ? clock.at(given) : millisToHrTime(given);
  if (types.isDate(given)) return millisToHrTime(given.getTime());
  return isTimeInputHrTime(given) ? given : clock.now();
}

/** Undefined if `end` is before `start`. */
export function durationBetween(start: HrTime, end: HrTime): HrTime | undefined {
  const seconds = end[0] - start[0];
  const nanoseconds = end[1] - start[1];
  const duration: HrTime = nanoseconds < 0 ? [seconds - 1, nanoseconds + NS_PER_S] : [seconds, nanoseconds];
  return duration[0] < 0 ? undefined : duration;
}
