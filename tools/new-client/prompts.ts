import type { Asked } from "./questions";

/** The person at the terminal has had enough. */
class Cancelled extends Error {
  constructor() {
    super("cancelled; nothing was written");
  }
}

/** Whoever sits at the terminal. */
export async function terminal(): Promise<Asked> {
  const { isCancel, select, text } = await import("@clack/prompts");
  const answered = (answer: string | symbol): string => {
    if (isCancel(answer)) {
      throw new Cancelled();
    }
    return answer as string;
  };
  return {
    text: async (message, usual, problem) =>
      answered(
        await text({
          message,
          ...(usual === undefined ? {} : { placeholder: usual, defaultValue: usual }),
          validate: (answer) => problem(answer === undefined || answer === "" ? (usual ?? "") : answer),
        }),
      ),
    choice: async (message, options) => {
      const answer = await select<string>({
        message,
        maxItems: 10,
        options: options.map(({ value, meaning }) => ({ value, label: value, hint: meaning })),
      });
      return answered(answer) as (typeof options)[number]["value"];
    },
  };
}
