import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tree } from "../clinic";
import { hclOf } from "./hcl";
import { pythonTool } from "./python-tool";

/** A check of checkov (https://www.checkov.io) that a resource does not pass. */
export interface CheckovFailure {
  /** What the stack is called. */
  readonly stack: string;
  /** Id of the check, such as `CKV_AWS_24`. */
  readonly check: string;
  /** What the check demands. */
  readonly demands: string;
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What checkov prints, as far as it is read here. */
interface Report {
  readonly summary: { readonly parsing_errors: number; readonly resource_count: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
      readonly file_path: string;
    }[];
  };
}

/**
 * Every check that a resource of some stacks fails. Nothing is sent or fetched.
 *
 * checkov gets the stacks in Terraform's other syntax. Its reader of Terraform JSON gives up on `required_version`
 * (https://github.com/bridgecrewio/checkov/issues/7454), and evaluates no expression: a policy in `jsonencode` passes
 * there whatever it grants.
 *
 * @param stacks Terraform JSON, by what it is called
 * @throws Error when checkov did not read all of it: by itself it prints that and ends with 0
 */
export function checkovFailures(stacks: ReadonlyMap<string, Tree>): readonly CheckovFailure[] {
  const folder = mkdtempSync(join(tmpdir(), "checkov-"));
  for (const [name, stack] of stacks) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "main.tf"), hclOf(withPlainPolicies(stack)));
  }
  const { output, errors } = pythonTool("checkov").run(
    "checkov",
    ...["--framework", "terraform"],
    ...["--directory", folder],
    ...["--output", "json"],
    "--compact",
    "--skip-download",
  );
  rmSync(folder, { recursive: true });
  const { summary, results } = JSON.parse(output) as Report;
  const count = [...stacks.values()].flatMap(({ resource = {} }) =>
    Object.values(resource).flatMap((named) => Object.keys(named)),
  ).length;
  if (errors !== "" || summary.parsing_errors > 0 || summary.resource_count !== count) {
    throw new Error(`checkov read ${summary.resource_count} of ${count} resources: ${errors}`);
  }
  return results.failed_checks.map(({ check_id: check, check_name: demands, resource, file_path: path }) => {
    const stack = path.split("/")[1] as string;
    const [type, name] = resource.split(".") as [string, string];
    const attributes = stacks.get(stack)?.resource?.[type]?.[name] ?? {};
    return { stack, check, demands, address: resource, attributes };
  });
}

/** Text in quotes, or the name of something else in the stack. */
const QUOTED_OR_NAME = /"(?:[^"\\]|\\.)*"|[a-z]\w*(?:\.[\w-]+)+/g;

/**
 * A stack whose policies name what they are about in words: checkov judges none in which an expression is left.
 * What is named is never everyone or everything, so that the verdict stays the same.
 */
function withPlainPolicies<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === "string" && each.startsWith("${jsonencode(")
      ? each
          .replace(/\$\{([^{}"]*)\}/g, "$1")
          .replace(QUOTED_OR_NAME, (part) => (part.startsWith('"') ? part : JSON.stringify(part)))
      : each,
  ) as Value;
}
