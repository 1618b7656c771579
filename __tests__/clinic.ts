import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { postureOf } from "../posture/posture";

/** Folder of the sample clients. */
export const CLIENTS = resolve(__dirname, "..", "clients");

/** Terraform JSON as a tree that tests may change. */
export type Tree = { [key: string]: Tree } & { [index: number]: Tree };

/**
 * A sample client's Terraform JSON, a new copy for each caller: the golden one, to which
 * `stacks/protected-exchange-stack.test.ts` holds the synthesis. Whoever judges a stack need not make it.
 */
export function sampleJson(client: "clinic" | "notary" | "law-firm"): Tree {
  return JSON.parse(readFileSync(resolve(__dirname, "golden", `${client}.tf.json`), "utf8")) as Tree;
}

/** The sample clinic's. */
export function clinicJson(): Tree {
  return sampleJson("clinic");
}

/** The day on which tests judge a stack: the samples' exceptions hold. */
export const TODAY = "2026-11-24";

/** All resources of a type. */
export function resources(json: Tree, type: string): readonly Tree[] {
  return Object.values((json.resource as Tree)[type] as Tree);
}

/** The only resource of a type. */
export function only(json: Tree, type: string): Tree {
  const found = resources(json, type);
  expect(found).toHaveLength(1);
  return found[0] as Tree;
}

/** The rules of severity error that a stack breaks. */
export function errors(json: Tree): readonly string[] {
  return postureOf(json, TODAY)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule);
}
