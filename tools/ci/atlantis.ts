import { stringify } from "yaml";

/** Parts of this package that all stacks depend on, from the top of the repository. */
const SHARED = ["constructs/**", "posture/**", "providers/**", "stacks/**", "main.ts", "package-lock.json"];

/**
 * The repository's configuration of Atlantis, a project for each client
 * (https://www.runatlantis.io/docs/repo-level-atlantis-yaml).
 *
 * Atlantis plans in the folders that a synthesis writes, so its server runs one before (docs/fleet.md).
 *
 * @param ids of all clients
 * @param clients folder of the client files, from the top of the repository
 */
export function atlantisConfiguration(ids: readonly string[], clients: string): string {
  const top = "../../..";
  const text = stringify(
    {
      version: 3,
      automerge: false,
      parallel_plan: true,
      parallel_apply: true,
      projects: ids.map((id) => ({
        name: id,
        dir: `cdktf.out/stacks/${id}`,
        autoplan: {
          enabled: true,
          when_modified: [`${clients}/${id}.yaml`, `${clients}/fleet.yaml`, ...SHARED].map(
            (path) => `${top}/${path}`,
          ),
        },
        apply_requirements: ["approved", "mergeable", "undiverged"],
      })),
    },
    { lineWidth: 0 },
  );
  return `# Written by "protected-exchange ci atlantis"; write it anew when a client comes or goes.\n${text}`;
}
