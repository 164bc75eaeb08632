/** Functions of one process that another one calls. What they return must survive JSON. */
export type Questions = object;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

/** Lets the parent process ask. Ends this process when the parent is gone. */
export function answer<Q extends Questions>(questions: Q): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (message) => {
    const { id, name, argument } = message as Question;
    void reply(questions[name as keyof Q] as (argument: unknown) => unknown, id, argument);
  });
}

async function reply(question: (argument: unknown) => unknown, id: number, argument: unknown): Promise<void> {
  try {
    process.send?.({ id, value: await question(argument) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
}
