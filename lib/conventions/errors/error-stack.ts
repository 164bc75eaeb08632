/** A stack frame as V8 writes it. Some tools indent it more. */
const FRAME = /^\s+at \S/;
/** Frames in Node and in installed packages add little to an error of a library. */
const FOREIGN = /[\\/]node_modules[\\/]|\(?node:/;
const LEAST_FRAMES = 3;
const MAX_LINES = 200;
const MAX_FRAME_LENGTH = 400;
const MAX_READ = 32_768;

/**
 * The frames of a stack. Everything else is removed: lines of the message, text of other errors that libraries append,
 * and the source text that V8 writes before a syntax error.
 */
export function framesOf(stack: string, message: string, isOfItsLibrary: boolean): string[] {
  const said = message === '' ? -1 : stack.indexOf(message);
  const from = said < 0 ? 0 : said + message.length;
  const below = stack.length - from > MAX_READ ? stack.slice(from, from + MAX_READ) : stack.slice(from);
  const frames = below.split('\n', MAX_LINES).filter(isFrame);
  if (!isOfItsLibrary) return frames;
  const wanted = frames.filter((frame) => !FOREIGN.test(frame));
  return wanted.length > 0 ? wanted : frames.slice(0, LEAST_FRAMES);
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
