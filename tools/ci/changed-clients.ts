import { resolve } from "node:path";
import { deployRoleArn } from "../../constructs/deploy/deploy-permissions";
import { clientFileNames, loadClientFiles } from "../../stacks/client";
import { awsPlaceOf } from "../../stacks/edge-schema";
import { changedInputs } from "../review/changed-inputs";
import { Repository } from "../review/repository";
import { codeFolder } from "../review/stack-pairs";

/** A client that a pipeline plans or applies. */
export interface PipelineClient {
  readonly client: string;
  /** Region of its AWS account; empty where it has none. */
  readonly region: string;
  /** ARN of the role that plans it; empty where nobody has said who deploys, or it is not on AWS. */
  readonly plan: string;
  /** ARN of the role that applies it. */
  readonly apply: string;
}

/** A commit of which nobody knows what was before it: the first of a branch, as CI names it. */
const NOTHING_BEFORE = /^0+$/;

/**
 * The clients whose stacks a change may alter, by id: those whose files changed, or all where the fleet file, the code
 * or the versions of packages did. A client whose file is gone is not among them; it is destroyed from the commit
 * before.
 *
 * @param baseRef a branch, tag or commit; compared is where the head left it. Without it, all clients are taken.
 * @throws Error when git does not know the commit
 * @throws ClientFilesError with the problems of the files of these clients
 */
export async function changedClients(
  clientsDirectory: string,
  baseRef: string | undefined,
): Promise<readonly PipelineClient[]> {
  const names = clientFileNames(clientsDirectory);
  const changed =
    baseRef === undefined || NOTHING_BEFORE.test(baseRef)
      ? undefined
      : await changedNames(clientsDirectory, baseRef);
  const { clients, fleet } = loadClientFiles(
    clientsDirectory,
    changed === undefined ? undefined : names.filter((name) => changed.includes(name)),
  );
  return clients.map(({ id: client, edge }) => {
    const place = awsPlaceOf(edge);
    const role = (task: "plan" | "apply"): string =>
      // The runs of HCP Terraform take them themselves.
      place === undefined || fleet.deploy === undefined || fleet.deploy.from === "hcp"
        ? ""
        : deployRoleArn(place.region, place.account, client, task);
    return { client, region: place?.region ?? "", plan: role("plan"), apply: role("apply") };
  });
}

/** Names of the client files that changed; undefined where something changed that all of them depend on. */
async function changedNames(
  clientsDirectory: string,
  baseRef: string,
): Promise<readonly string[] | undefined> {
  const repository = await Repository.holding(clientsDirectory);
  const folder = repository.pathOf(resolve(clientsDirectory));
  if (folder === undefined) {
    throw new Error(`${JSON.stringify(clientsDirectory)} is not inside ${repository.root}`);
  }
  const paths = await repository.changedSince(await repository.base(baseRef));
  const { code, version, fleet, clients } = changedInputs(paths, {
    clients: folder,
    code: codeFolder(repository),
  });
  return code.length > 0 || version || fleet ? undefined : clients;
}
