import { App } from "cdktf";
import { ValidationError } from "../constructs/core/errors";
import { loadClientFiles } from "./client";
import { DeployStack, type DeployStackProps } from "./deploy-stack";
import { type AwsPlace, awsPlaceOf } from "./edge-schema";
import { stackJson } from "./synthesize";

/** Where the clients are and where the stacks of the roles go. */
interface DeployAppProps {
  /** Folder of the client files. */
  readonly clientsDirectory: string;
  readonly outputDirectory: string;
}

/**
 * The roles of the pipelines as a CDKTF app of its own, one stack for each AWS account: somebody else applies it, with
 * other rights, and seldom.
 *
 * @throws ClientFilesError with every problem of every client file
 * @throws ValidationError `DeployNotDeclared` when the fleet file does not say who deploys
 */
export function deployApp({ clientsDirectory, outputDirectory }: DeployAppProps): App {
  const { clients, fleet } = loadClientFiles(clientsDirectory);
  const { deploy } = fleet;
  if (deploy === undefined) {
    throw new ValidationError([
      {
        code: "DeployNotDeclared",
        message:
          'the fleet file does not say whose pipelines deploy; add "deploy: { from: github, repository: owner/name }", from gitlab or from hcp (docs/fleet.md)',
      },
    ]);
  }
  const app = new App({ outdir: outputDirectory, stackTraces: false });
  const accounts = new Map<string, { place: AwsPlace; deployed: DeployStackProps["deployed"] }>();
  for (const client of clients) {
    const place = awsPlaceOf(client.edge);
    if (place !== undefined) {
      const { place: first, deployed } = accounts.get(place.account) ?? { place, deployed: [] };
      const json = stackJson(client, fleet, outputDirectory);
      accounts.set(place.account, { place: first, deployed: [...deployed, { client, json }] });
    }
  }
  for (const [account, { place, deployed }] of accounts) {
    new DeployStack(app, `deploy-${account}`, { fleet: { ...fleet, deploy }, place, deployed });
  }
  return app;
}
