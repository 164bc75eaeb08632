import { isOwnFrame } from './own-frames.js';

/** A stack frame as V8 writes it. Some tools indent it more. */
const FRAME = /^\s+at \S/;
/** Frames in Node, in the language and in installed packages. */
const FOREIGN = /[\\/]node_modules[\\/]|\(?node:|\(<anonymous>\)$|\(index \d+\)$|\(native\)$/;
/** The number of foreign frames below those of the application. */
const MAX_FOREIGN = 5;
/** The number of frames where no frame is the application's. */
const MAX_WITHOUT_OWN = 10;
const LEAST_FRAMES = 3;
const MAX_LINES = 200;
const MAX_FRAME_LENGTH = 400;
const MAX_READ = 32_768;

/**
 * The frames of a stack: first those of the application, then the first of libraries and Node. Everything else is
 * removed: frames of this package, lines of the message, text of other errors that libraries append, and the source text
 * that V8 writes before a syntax error.
 */
export function framesOf(stack: string, message: string, isOfItsLibrary: boolean): string[] {
  const said = message === '' ? -1 : stack.indexOf(message);
  const from = said < 0 ? 0 : said + message.length;
  const below = stack.length - from > MAX_READ ? stack.slice(from, from + MAX_READ) : stack.slice(from);
  const applications: string[] = [];
  const foreign: string[] = [];
  for (const line of below.split('\n', MAX_LINES)) {
    if (isFrame(line) && !isOwnFrame(line)) (FOREIGN.test(line) ? foreign : applications).push(line);
  }
  if (applications.length === 0) return foreign.slice(0, isOfItsLibrary ? LEAST_FRAMES : MAX_WITHOUT_OWN);
  return isOfItsLibrary ? applications : [...applications, ...foreign.slice(0, MAX_FOREIGN)];
}

/** True for a frame in the source of the application. */
export function isOfApplication(frame: string): boolean {
  return !FOREIGN.test(frame);
}

function isFrame(line: string): boolean {
  return line.length <= MAX_FRAME_LENGTH && (line.startsWith('    at ') || FRAME.test(line));
}

/** Heading and as many frames as fit. Frames that the outer error also has are only counted. */
export function stackText(
  heading: string,
  frames: readonly string[],
  outerFrames: readonly string[],
  maxBytes: number,
): string {
  let text = heading;
  let left = maxBytes - Buffer.byteLength(heading);
  let omitted = 0;
  for (const frame of frames) {
    left -= frame.length + 1;
    if (outerFrames.includes(frame) || left < 0) omitted++;
    else text += `\n${frame}`;
  }
  return omitted === 0 ? text : `${text}\n    ... ${omitted} more`;
}
