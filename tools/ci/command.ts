import { relative, sep } from "node:path";
import { Command, Option } from "commander";
import { ValidationError } from "../../constructs/core/errors";
import { loadClientFiles } from "../../stacks/client";
import type { Fleet } from "../../stacks/fleet-schema";
import { clientsOption } from "../clients-option";
import { refuse } from "../refuse";
import { writeOut } from "../write-out";
import { atlantisConfiguration } from "./atlantis";
import { changedClients, type PipelineClient } from "./changed-clients";
import { environmentOf } from "./environment";
import { githubMatrix, githubWorkflow } from "./github";
import { gitlabChild, gitlabPipeline, type PipelineTask } from "./gitlab";

interface Written {
  readonly clients: string;
  readonly output?: string;
}

/** `ci`: the pipelines that deploy a fleet, and which clients a change is about. */
export function ciCommand(): Command {
  return new Command("ci")
    .description("write the pipelines that deploy the fleet; say which clients a change is about")
    .addCommand(
      writing("github", "the workflow for GitHub Actions: .github/workflows/deploy.yml", (folder) => {
        const { clients, fleet } = loadClientFiles(folder);
        return githubWorkflow(branchOf(fleet, "github"), environmentOf(clients, fleet));
      }),
    )
    .addCommand(
      writing("gitlab", "the pipeline for GitLab CI, to be included in .gitlab-ci.yml", (folder) =>
        gitlabPipeline(branchOf(loadClientFiles(folder).fleet, "gitlab")),
      ),
    )
    .addCommand(
      writing("atlantis", "the configuration for Atlantis: atlantis.yaml", (folder) => {
        const { clients } = loadClientFiles(folder);
        return atlantisConfiguration(
          clients.map(({ id }) => id),
          relative(process.cwd(), folder).split(sep).join("/"),
        );
      }),
    )
    .addCommand(changedCommand());
}

function writing(name: string, what: string, text: (clients: string) => string): Command {
  return new Command(name)
    .description(`write ${what}`)
    .addOption(clientsOption())
    .option("--output <file>", "where to write it (default: the screen)")
    .action(({ clients, output }: Written) => {
      try {
        writeOut(text(clients), output);
      } catch (error) {
        refuse(error);
      }
    });
}

const FORMATS = {
  list: (clients: readonly PipelineClient[]) => clients.map(({ client }) => client).join("\n"),
  github: githubMatrix,
  gitlab: (clients: readonly PipelineClient[], task: PipelineTask) => gitlabChild(clients, task).trimEnd(),
} as const;

interface ChangedOptions {
  readonly clients: string;
  readonly base?: string;
  readonly format: keyof typeof FORMATS;
  readonly task: PipelineTask;
}

function changedCommand(): Command {
  return new Command("changed")
    .description("say which clients the change since a commit is about")
    .addOption(clientsOption())
    .option("--base <ref>", "branch, tag or commit to compare with (default: none, so all clients)")
    .addOption(
      new Option("--format <format>", "how it is said").choices(Object.keys(FORMATS)).default("list"),
    )
    .addOption(
      new Option("--task <task>", "what GitLab's jobs do").choices(["plan", "apply"]).default("plan"),
    )
    .action(async ({ clients, base, format, task }: ChangedOptions) => {
      try {
        const text = FORMATS[format](await changedClients(clients, base), task);
        process.stdout.write(text === "" ? "" : `${text}\n`);
      } catch (error) {
        refuse(error);
      }
    });
}

/**
 * The branch that a pipeline applies.
 *
 * @throws ValidationError `DeployNotDeclared` where the fleet file does not say whose pipelines deploy
 * @throws Error where it names others, whose tokens alone the roles believe
 */
function branchOf({ deploy }: Fleet, pipelines: "github" | "gitlab"): string {
  if (deploy === undefined) {
    throw new ValidationError([
      {
        code: "DeployNotDeclared",
        message:
          'the fleet file does not say whose pipelines deploy; add "deploy: { from: github, repository: owner/name }", or from gitlab (docs/fleet.md)',
      },
    ]);
  }
  if (deploy.from === "hcp") {
    return "main";
  }
  if (deploy.from !== pipelines) {
    throw new Error(
      `the fleet file says that ${deploy.from} deploys, so the roles believe no one else; write "ci ${deploy.from}", or set deploy.from to "${pipelines}" and deploy the roles again`,
    );
  }
  return deploy.branch;
}
