/**
 * Prisma's message shows the call with all its arguments, and the source code around it. The error text is the last
 * paragraph.
 */
export function prismaMessage(message: string): string {
  const [head = '', ...rest] = message.trim().split('\n');
  if (!head.startsWith('Invalid `')) return message;
  const said =
    rest
      .join('\n')
      .split(/\n\s*\n/)
      .at(-1)
      ?.trim() ?? '';
  return said === '' ? head : `${head} ${said}`;
}
