import { Command } from "commander";
import { runCdktf } from "./cdktf";

/** What `cdktf` does with a client, and how many it takes at once. */
const VERBS = {
  deploy: { purpose: "deploy clients", several: true },
  diff: { purpose: "show what a deployment of clients would change", several: false },
  destroy: { purpose: "take down what clients have", several: true },
} as const;

/** `deploy`, `diff` and `destroy`: the command of CDKTF for these clients, whose stacks alone are synthesized. */
export function cdktfCommand(verb: keyof typeof VERBS): Command {
  const { purpose, several } = VERBS[verb];
  return new Command(verb)
    .description(`${purpose}; like cdktf ${verb}, but no other client's stack is synthesized`)
    .usage(`<client...> [options of cdktf ${verb}]`)
    .argument("<client...>", "ids of the clients")
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: readonly string[]) => {
      const option = words.findIndex((word) => word.startsWith("-"));
      const clients = option < 0 ? words : words.slice(0, option);
      const options = words.slice(clients.length);
      for (const group of several ? [clients] : clients.map((client) => [client])) {
        const status = await runCdktf(process.cwd(), [verb, ...group, ...options], {
          ...process.env,
          CDKTF_TARGET_STACK_ID: group.join(","),
        });
        if (status !== 0) {
          process.exitCode = status;
          return;
        }
      }
    });
}
