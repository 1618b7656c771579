import { App } from "cdktf";
import { loadClientFiles } from "./client";
import { ProtectedExchangeStack } from "./protected-exchange-stack";

/** Where the clients are and where the stacks go. */
export interface FleetAppProps {
  /** Folder of the client files. */
  readonly clientsDirectory: string;
  /**
   * Folder for the synthesized stacks.
   *
   * @default - what CDKTF uses: CDKTF_OUTDIR, else `cdktf.out` in the working directory
   */
  readonly outputDirectory?: string;
}

/**
 * The whole fleet as a CDKTF app, one stack per client.
 *
 * @throws ClientFilesError with every problem of every client file
 */
export function fleetApp(props: FleetAppProps): App {
  const { clients, fleet } = loadClientFiles(props.clientsDirectory);
  const app = new App(props.outputDirectory === undefined ? {} : { outdir: props.outputDirectory });
  for (const client of clients) {
    new ProtectedExchangeStack(app, client.id, { client, fleet });
  }
  return app;
}
