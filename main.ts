import { join } from "node:path";
import { ClientFilesError } from "./stacks/file-problem";
import { fleetApp } from "./stacks/fleet-app";

try {
  // Compiled, this file lies in dist/, beside which the clients are.
  fleetApp({ clientsDirectory: join(__dirname, "..", "clients") }).synth();
} catch (error) {
  if (!(error instanceof ClientFilesError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
