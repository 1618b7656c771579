import { App } from "cdktf";
import { type ClientFiles, loadClientFiles } from "./client";
import { ProtectedExchangeStack } from "./protected-exchange-stack";

/**
 * The Terraform JSON of one client, as a synthesis would write it, without writing anything.
 *
 * @param id the client
 * @returns undefined when there is no such client
 * @throws ClientFilesError when any client file has a problem
 */
export function synthesizeClient(clientsDirectory: string, id: string): unknown {
  return stackJson(loadClientFiles(clientsDirectory), id);
}

function stackJson({ clients, fleet }: ClientFiles, id: string): unknown {
  const client = clients.find((candidate) => candidate.id === id);
  if (client === undefined) {
    return undefined;
  }
  const stack = new ProtectedExchangeStack(new App(), id, { client, fleet });
  stack.prepareStack();
  return JSON.parse(JSON.stringify(stack.toTerraform())) as unknown;
}
