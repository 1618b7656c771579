import { Command } from "commander";
import pc from "picocolors";
import { loadClientFiles } from "../stacks/client";
import { ClientFilesError, formatProblem } from "../stacks/file-problem";
import { clientsOption } from "./clients-option";
import { EXIT } from "./exit-status";

/** `validate`: checks every client file and writes nothing. */
export function validateCommand(): Command {
  return new Command("validate")
    .description("check all client files; every problem is shown with its place")
    .addOption(clientsOption())
    .action(({ clients: folder }: { readonly clients: string }) => {
      try {
        const { clients } = loadClientFiles(folder);
        const ids = clients.map(({ id }) => id).join(", ");
        console.log(`${pc.green("ok")}  ${clients.length} client${clients.length === 1 ? "" : "s"}: ${ids}`);
      } catch (error) {
        if (!(error instanceof ClientFilesError)) {
          throw error;
        }
        for (const problem of error.problems) {
          console.error(formatProblem(problem));
        }
        const { length } = error.problems;
        console.error(
          pc.red(`${length} problem${length === 1 ? "" : "s"}; each code is explained in docs/errors.md`),
        );
        process.exitCode = EXIT.badInput;
      }
    });
}
