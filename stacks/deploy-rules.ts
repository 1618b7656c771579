import type { FileProblem } from "./file-problem";
import type { Fleet } from "./fleet-schema";
import type { YamlSource } from "./yaml-source";

/** What is wrong between who deploys and where the states are. */
export function deployProblems(
  source: YamlSource,
  { deploy, backend }: { readonly [Section in keyof Fleet]?: Fleet[Section] | undefined },
): readonly FileProblem[] {
  return deploy?.from === "hcp" && backend !== undefined && backend.kind !== "hcp"
    ? [
        source.problemAt(
          ["deploy", "from"],
          "DeployNeedsHcpBackend",
          `HCP Terraform runs what it keeps the state of, and the states are in ${JSON.stringify(backend.kind)}; set backend.kind to "hcp", or let "github" or "gitlab" deploy`,
        ),
      ]
    : [];
}
