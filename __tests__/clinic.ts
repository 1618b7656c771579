import { resolve } from "node:path";
import { synthesizeClient } from "../stacks/synthesize";

/** Folder of the sample clients. */
export const CLIENTS = resolve(__dirname, "..", "clients");

/** Terraform JSON as a tree that tests may change. */
export type Tree = { [key: string]: Tree } & { [index: number]: Tree };

let synthesized: string | undefined;

/** The sample clinic's Terraform JSON, a new copy for each caller. */
export function clinicJson(): Tree {
  synthesized ??= JSON.stringify(synthesizeClient(CLIENTS, "clinic"));
  return JSON.parse(synthesized) as Tree;
}
