import { join } from "node:path";
import { ClientFilesError } from "./stacks/file-problem";
import { FleetSynthesisError, synthesizeFleet } from "./stacks/fleet-synthesis";

// Compiled, this file lies in dist/, beside which the clients are.
synthesizeFleet({ clientsDirectory: join(__dirname, "..", "clients") }).catch((error: unknown) => {
  if (!(error instanceof ClientFilesError || error instanceof FleetSynthesisError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
});
