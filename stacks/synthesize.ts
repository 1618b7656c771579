import { App } from "cdktf";
import { loadClientFiles } from "./client";
import type { Client } from "./client-schema";
import type { Fleet } from "./fleet-schema";
import { ProtectedExchangeStack } from "./protected-exchange-stack";

/**
 * The Terraform JSON of one client, as a synthesis would write it, without writing anything.
 *
 * @param id the client
 * @returns undefined when there is no such client
 * @throws ClientFilesError when any client file has a problem
 */
export function synthesizeClient(clientsDirectory: string, id: string): unknown {
  const { clients, fleet } = loadClientFiles(clientsDirectory);
  const client = clients.find((candidate) => candidate.id === id);
  return client === undefined ? undefined : stackJson(client, fleet);
}

/**
 * The Terraform JSON of a client that is loaded already; broken rules do not stop it.
 *
 * @param outputDirectory folder in which CDKTF makes empty folders, as it does for every app; its own default otherwise
 */
export function stackJson(client: Client, fleet: Fleet, outputDirectory?: string): unknown {
  const app = new App(outputDirectory === undefined ? {} : { outdir: outputDirectory });
  const stack = new ProtectedExchangeStack(app, client.id, { client, fleet });
  stack.prepareStack();
  return JSON.parse(JSON.stringify(stack.toTerraform())) as unknown;
}
