import { synthesizeClient } from "../stacks/synthesize";

/**
 * The Terraform JSON of a client's stack.
 *
 * @param clients folder of the client files
 * @throws Error when there is no such client, or its file has problems
 */
export function clientJson(clients: string, client: string): unknown {
  const json = synthesizeClient(clients, client);
  if (json === undefined) {
    throw new Error(`there is no client ${JSON.stringify(client)} in ${clients}`);
  }
  return json;
}
