import type { TerraformStack } from "cdktf";
import { postureOf } from "../posture/posture";

/**
 * What keeps a stack from being deployed: every broken rule of severity error, one text each.
 *
 * Judges the JSON that would be written, not the constructs that made it. The day decides only whether an
 * exception still holds, never what is written.
 */
export function brokenRules(stack: TerraformStack): string[] {
  const json: unknown = JSON.parse(JSON.stringify(stack.toTerraform()));
  return postureOf(json, new Date().toISOString().slice(0, 10))
    .findings.filter(({ severity }) => severity === "error")
    .map(({ rule, address, message }) => `PostureRuleBroken: ${rule}: ${address}: ${message}`);
}
