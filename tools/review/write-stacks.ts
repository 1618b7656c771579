import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileProblem } from "../../stacks/file-problem";
import type { FleetAppProps } from "../../stacks/fleet-app";

/*
 * A program of its own: synthesizes a fleet with the code of some package, this one or one of another time, and
 * writes what is compared. Of that code it needs `fleetApp` and nothing else. Broken rules do not stop it: an
 * exception may have ended since.
 *
 * Usage: node write-stacks.js <folder of the package> <folder of the client files> <folder for the stacks>
 */

/** What the program writes beside `<client>.tf.json` when client files have problems. */
export const PROBLEMS_FILE = "problems.json";

interface Stack {
  readonly node: { readonly id: string };
  prepareStack(): void;
  toTerraform(): unknown;
}

function writeStacks(packageFolder: string, clientsDirectory: string, output: string): void {
  const { fleetApp } = require(join(packageFolder, "dist", "stacks", "fleet-app.js")) as {
    fleetApp(props: FleetAppProps): { readonly node: { readonly children: readonly Stack[] } };
  };
  mkdirSync(join(output, "app"), { recursive: true });
  const app = fleetApp({ clientsDirectory, outputDirectory: join(output, "app") });
  for (const stack of app.node.children) {
    stack.prepareStack();
    writeFileSync(join(output, `${stack.node.id}.tf.json`), JSON.stringify(stack.toTerraform()));
  }
}

if (require.main === module) {
  const [packageFolder = "", clientsDirectory = "", output = ""] = process.argv.slice(2);
  try {
    writeStacks(packageFolder, clientsDirectory, output);
  } catch (error) {
    const problems = (error as { readonly problems?: readonly FileProblem[] }).problems;
    if (!Array.isArray(problems) || (error as Error).name !== "ClientFilesError") {
      throw error;
    }
    writeFileSync(join(output, PROBLEMS_FILE), JSON.stringify(problems));
    process.exitCode = 1;
  }
}
