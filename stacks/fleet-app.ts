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
  /**
   * Ids of the clients that are in the app.
   *
   * @default - all
   */
  readonly clients?: readonly string[];
}

/**
 * The whole fleet as one CDKTF app, one stack per client, in this process; {@link synthesizeFleet} writes the same and
 * is faster.
 *
 * @throws ClientFilesError with every problem of every client file
 */
export function fleetApp(props: FleetAppProps): App {
  const { clients, fleet } = loadClientFiles(
    props.clientsDirectory,
    props.clients?.flatMap((id) => [`${id}.yaml`, `${id}.yml`]),
  );
  const { outputDirectory } = props;
  const app = new App({
    ...(outputDirectory === undefined ? {} : { outdir: outputDirectory }),
    // They would stand in the manifest with the paths of this machine.
    stackTraces: false,
  });
  for (const client of clients) {
    new ProtectedExchangeStack(app, client.id, { client, fleet });
  }
  return app;
}
