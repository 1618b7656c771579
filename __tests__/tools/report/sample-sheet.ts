import type { Posture } from "../../../posture/facts";
import { postureOf } from "../../../posture/posture";
import type { AdviceId, JudgedAdvice } from "../../../tools/report/advices";
import { type ProtectionSheet, protectionSheet } from "../../../tools/report/sheet";
import type { StatementId } from "../../../tools/report/statement";
import { clinicJson, sampleJson, TODAY, type Tree } from "../../clinic";

/** The sample notary's Terraform JSON, a new copy for each caller. */
export function notaryJson(): Tree {
  return sampleJson("notary");
}

/** The sheet of a stack; a change is made to the JSON first, and may return another. */
export function sheetOf(json: Tree, change: (json: Tree) => unknown = () => undefined): ProtectionSheet {
  change(json);
  return sheetOfPosture(postureOf(json, TODAY));
}

/** The sheet of facts. */
export function sheetOfPosture(posture: Posture): ProtectionSheet {
  return protectionSheet(posture, "somebody", TODAY);
}

/** The sheet of the changed clinic. */
export function clinicSheet(change?: (json: Tree) => unknown): ProtectionSheet {
  return sheetOf(clinicJson(), change);
}

/** One advice of a sheet. */
export function advice({ advices }: ProtectionSheet, id: AdviceId): JudgedAdvice {
  const found = advices.find((each) => each.advice === id);
  if (found === undefined) {
    throw new Error(`the sheet has no advice ${id}`);
  }
  return found;
}

/** What a judgement comes to, and what it says, without the values. */
export function gist({ status, what, missing, unknown }: JudgedAdvice): {
  readonly status: string;
  readonly what: readonly StatementId[];
  readonly missing: readonly StatementId[];
  readonly unknown: readonly StatementId[];
} {
  return {
    status,
    what: what.map(({ statement }) => statement.id),
    missing: missing.map(({ statement }) => statement.id),
    unknown: unknown.map(({ statement }) => statement.id),
  };
}

/** The named resources of a type, to be changed. */
export function named(json: Tree, type: string): Record<string, Tree> {
  return (json.resource as Tree)[type] as Record<string, Tree>;
}

/** Removes the resources of a type that have something about them. */
export function remove(json: Tree, type: string, which: (attributes: Tree) => boolean): void {
  const all = named(json, type);
  const doomed = Object.keys(all).filter((name) => which(all[name] as Tree));
  expect(doomed).not.toEqual([]);
  for (const name of doomed) {
    delete all[name];
  }
}

/** Sets the value of an output. */
export function state(json: Tree, output: string, value: unknown): void {
  Object.assign(json.output as Tree, { [output]: { value } });
}
