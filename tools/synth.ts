import { Command, InvalidArgumentError } from "commander";
import pc from "picocolors";
import { ClientFilesError } from "../stacks/file-problem";
import { FleetSynthesisError, synthesizeFleet } from "../stacks/fleet-synthesis";
import { clientsOption } from "./clients-option";
import { EXIT } from "./exit-status";
import { refuse } from "./refuse";

interface SynthOptions {
  readonly clients: string;
  readonly output?: string;
  readonly anew?: boolean;
  readonly processes?: number;
}

/** `synth`: writes the Terraform JSON of some clients or of all, as far as it is not up to date. */
export function synthCommand(): Command {
  return new Command("synth")
    .description("write the Terraform JSON of the clients named, or of all, where it is not up to date")
    .argument("[client...]", "ids of the clients")
    .addOption(clientsOption())
    .option("--output <folder>", "where the stacks are written (default: CDKTF_OUTDIR, else cdktf.out)")
    .option("--anew", "also what has not changed")
    .option("--processes <count>", "how many processes synthesize (default: one per processor)", countOf)
    .action(async (ids: readonly string[], { clients, output, anew, processes }: SynthOptions) => {
      try {
        const { synthesized, unchanged } = await synthesizeFleet({
          clientsDirectory: clients,
          ...(output === undefined ? {} : { outputDirectory: output }),
          ...(ids.length === 0 ? {} : { clients: ids }),
          ...(anew === undefined ? {} : { anew }),
          ...(processes === undefined ? {} : { processes }),
        });
        console.log(`${pc.green("ok")}  ${synthesized.length} synthesized, ${unchanged.length} up to date`);
      } catch (error) {
        if (error instanceof FleetSynthesisError) {
          console.error(error.message);
          process.exitCode = EXIT.ruleBroken;
        } else if (error instanceof ClientFilesError) {
          refuse(error);
        } else {
          throw error;
        }
      }
    });
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new InvalidArgumentError("a whole number from 1 up is wanted.");
  }
  return count;
}
