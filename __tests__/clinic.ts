import { resolve } from "node:path";
import { synthesizeClient } from "../stacks/synthesize";

/** Folder of the sample clients. */
export const CLIENTS = resolve(__dirname, "..", "clients");

/** Terraform JSON as a tree that tests may change. */
export type Tree = { [key: string]: Tree } & { [index: number]: Tree };

/** The sample clinic's Terraform JSON, a new copy for each caller. */
export function clinicJson(): Tree {
  return synthesizeClient(CLIENTS, "clinic") as Tree;
}
