import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { loadClientFiles } from "../../stacks/client";
import { atlantisConfiguration } from "../../tools/ci/atlantis";
import { changedClients, type PipelineClient } from "../../tools/ci/changed-clients";
import { ciCommand } from "../../tools/ci/command";
import { environmentOf } from "../../tools/ci/environment";
import { githubMatrix, githubWorkflow } from "../../tools/ci/github";
import { gitlabChild, gitlabPipeline } from "../../tools/ci/gitlab";
import type { Tree } from "../clinic";
import {
  CLIENT,
  changed,
  clientsFolder,
  FLEET,
  FORTIGATE_CLIENT,
  MERAKI_CLIENT,
} from "../stacks/client-files";

const GITHUB = `${FLEET}deploy: { from: github, repository: msp/protected-exchange }\n`;

/** A repository with two clients, and what is written into it. */
class FleetRepository {
  readonly root = mkdtempSync(join(tmpdir(), "fleet-"));
  readonly clients = join(this.root, "clients");

  constructor() {
    mkdirSync(this.clients);
    this.git("init", "--quiet", "--initial-branch=main");
    this.put("fleet.yaml", GITHUB);
    this.put("office.yaml", CLIENT);
    this.put("shop.yaml", CLIENT.replaceAll("office", "shop").replace("123456789012", "210987654321"));
    writeFileSync(join(this.root, "package-lock.json"), "{}\n");
    this.commit();
  }

  put(name: string, text: string): void {
    writeFileSync(join(this.clients, name), text);
  }

  commit(): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "a change");
  }

  git(...words: readonly string[]): void {
    execFileSync("git", ["-C", this.root, "-c", "user.name=x", "-c", "user.email=x@x.example", ...words]);
  }

  /** Ids of the clients that the last commit is about. */
  async changed(base: string | undefined = "HEAD~1"): Promise<readonly string[]> {
    return (await changedClients(this.clients, base)).map(({ client }) => client);
  }
}

describe("the clients that a change is about", () => {
  let repository: FleetRepository;

  beforeEach(() => {
    repository = new FleetRepository();
  });

  test("are those whose files changed", async () => {
    repository.put(
      "shop.yaml",
      changed(CLIENT.replaceAll("office", "shop"), "exchange: SE", 'exchange: "2019"'),
    );
    repository.commit();

    expect(await repository.changed()).toEqual(["shop"]);
  });

  test("are none where only words changed", async () => {
    writeFileSync(join(repository.root, "README.md"), "# The fleet\n");
    repository.commit();

    expect(await repository.changed()).toEqual([]);
  });

  test.each([
    ["the fleet file", "clients/fleet.yaml", `${GITHUB}tags: { cost-centre: mail }\n`],
    ["the versions of packages", "package-lock.json", '{ "lockfileVersion": 3 }\n'],
  ])("are all where %s changed", async (_what, file, text) => {
    writeFileSync(join(repository.root, file), text);
    repository.commit();

    expect(await repository.changed()).toEqual(["office", "shop"]);
  });

  test("are all where nothing was before, and where nobody says since when", async () => {
    expect(await repository.changed("0".repeat(40))).toEqual(["office", "shop"]);
    expect((await changedClients(repository.clients, undefined)).length).toBe(2);
  });

  test("are counted from where the branch left, not from what came to the other since", async () => {
    repository.git("checkout", "--quiet", "-b", "change");
    repository.put("shop.yaml", `${CLIENT.replaceAll("office", "shop")}# moved\n`);
    repository.commit();
    repository.git("checkout", "--quiet", "main");
    repository.put("office.yaml", `${CLIENT}# meanwhile\n`);
    repository.commit();
    repository.git("checkout", "--quiet", "change");

    expect(await repository.changed("main")).toEqual(["shop"]);
  });

  test("are not those whose files are gone", async () => {
    rmSync(join(repository.clients, "shop.yaml"));
    repository.commit();

    expect(await repository.changed()).toEqual([]);
  });

  test("bring their roles, where they are on AWS and pipelines deploy", async () => {
    expect((await changedClients(repository.clients, undefined))[0]).toEqual({
      client: "office",
      region: "eu-west-3",
      plan: "arn:aws:iam::123456789012:role/protected-exchange/deploy/office-plan",
      apply: "arn:aws:iam::123456789012:role/protected-exchange/deploy/office-apply",
    });

    repository.put("fleet.yaml", FLEET);
    expect((await changedClients(repository.clients, undefined))[0]?.plan).toBe("");
    repository.put(
      "fleet.yaml",
      `${changed(FLEET, "kind: local", "kind: hcp\n  organization: msp")}deploy: { from: hcp }\n`,
    );
    expect((await changedClients(repository.clients, undefined))[0]?.apply).toBe("");
  });
});

const OFFICE: PipelineClient = {
  client: "office",
  region: "eu-west-3",
  plan: "arn:aws:iam::123456789012:role/protected-exchange/deploy/office-plan",
  apply: "arn:aws:iam::123456789012:role/protected-exchange/deploy/office-apply",
};

describe("the workflow for GitHub", () => {
  const text = githubWorkflow("main", ["CLOUDFLARE_API_TOKEN"]);
  const workflow = parse(text) as {
    readonly jobs: Readonly<Record<string, Tree>>;
    readonly permissions: Tree;
  };
  const {
    changed: matrix,
    plan,
    apply,
  } = workflow.jobs as Readonly<Record<"changed" | "plan" | "apply", Tree>>;

  test("plans pull requests of the repository itself, and applies the branch", () => {
    expect(plan.if).toContain("github.event_name == 'pull_request'");
    expect(plan.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(apply.if).toContain("github.event_name != 'pull_request' && github.ref == 'refs/heads/main'");
  });

  test("applies each client in an environment of its own, one run at a time", () => {
    expect(apply.environment).toBe("${{ matrix.client }}");
    expect(apply.concurrency).toEqual({ group: "deploy-${{ matrix.client }}", "cancel-in-progress": false });
    // An id has no underscore: no client's role could be taken there.
    expect(plan.environment).toBe("read_only");
  });

  test("asks for a token to take a role with, and keeps no key", () => {
    expect(workflow.permissions).toEqual({});
    expect(matrix.permissions).toEqual({ contents: "read" });
    expect([plan.permissions, apply.permissions]).toEqual([
      { contents: "read", "id-token": "write" },
      { contents: "read", "id-token": "write" },
    ]);
    expect(text).toContain("role-to-assume: ${{ matrix.plan }}");
    expect(text).not.toMatch(/AWS_ACCESS_KEY|AWS_SECRET/);
  });

  test("takes actions by their commits, and no text of others into a script", () => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    const scripts = [...text.matchAll(/^ *(?:- )?run: (.*(?:\n {10,}.*)*)/gm)].map(([, script]) => script);

    expect(used.length).toBeGreaterThan(7);
    expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(`${action}`))).toEqual([]);
    expect(scripts.length).toBeGreaterThan(4);
    expect(scripts.filter((script) => script?.includes("${{"))).toEqual([]);
  });

  test("has a job for each client, and is refused where GitHub has no room for them", () => {
    const many = Array.from({ length: 257 }, (_, index) => ({ ...OFFICE, client: `c${index}` }));

    expect(JSON.parse(githubMatrix([OFFICE]))).toEqual([OFFICE]);
    expect(JSON.parse(githubMatrix(many.slice(1))).length).toBe(256);
    expect(() => githubMatrix(many)).toThrow("257 clients change, and GitHub gives a matrix 256 jobs");
  });
});

test("what no role gives comes from the environment: tokens of zones, of units in offices, of HCP Terraform", () => {
  const names = (backend: string, ...clients: readonly string[]): readonly string[] => {
    const files = loadClientFiles(
      clientsFolder({
        "fleet.yaml": changed(FLEET, "kind: local", backend),
        ...Object.fromEntries(clients.map((text) => [`${/id: (.*)/.exec(text)?.[1]}.yaml`, text])),
      }),
    );
    return environmentOf(files.clients, files.fleet);
  };
  const inStore = changed(
    FORTIGATE_CLIENT,
    "fortiOs: 7.6.4",
    "fortiOs: 7.6.4\n    apiToken: ssm:/office/unit",
  );

  expect(names("kind: local", CLIENT)).toEqual(["CLOUDFLARE_API_TOKEN"]);
  expect(names("kind: local", MERAKI_CLIENT)).toEqual(["CLOUDFLARE_API_TOKEN", "MERAKI_API_KEY"]);
  expect(names("kind: local", FORTIGATE_CLIENT)).toEqual([
    "CLOUDFLARE_API_TOKEN",
    "FORTIOS_ACCESS_HOSTNAME",
    "FORTIOS_ACCESS_TOKEN",
  ]);
  expect(names("kind: local", inStore)).toEqual(["CLOUDFLARE_API_TOKEN", "FORTIOS_ACCESS_HOSTNAME"]);
  expect(names("kind: hcp\n  organization: msp\n  hostname: tfe.my-msp.example", CLIENT)).toEqual([
    "CLOUDFLARE_API_TOKEN",
    "TF_TOKEN_tfe_my__msp_example",
  ]);
});

test("pipelines that the roles do not believe are not written", async () => {
  const refused: string[] = [];
  jest.spyOn(console, "error").mockImplementation((text: string) => void refused.push(text));
  const clients = clientsFolder({ "fleet.yaml": GITHUB, "office.yaml": CLIENT });

  await ciCommand().parseAsync(["gitlab", "--clients", clients], { from: "user" });

  expect(refused.join()).toContain("the fleet file says that github deploys");
  expect(process.exitCode).toBe(1);
  process.exitCode = undefined;
  jest.restoreAllMocks();
});

describe("the pipelines for GitLab", () => {
  test("hand the changed clients of a merge request or of the branch to a second one", () => {
    const pipeline = parse(gitlabPipeline("main")) as Readonly<Record<string, Tree>>;

    expect(pipeline["changed-clients"]).toMatchObject({
      rules: [
        { variables: { BASE: "$CI_MERGE_REQUEST_DIFF_BASE_SHA", TASK: "plan" } },
        { if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "main"', variables: { TASK: "apply" } },
      ],
      artifacts: { paths: ["clients.gitlab-ci.yml"] },
    });
    expect(pipeline.clients).toMatchObject({
      trigger: {
        include: [{ artifact: "clients.gitlab-ci.yml", job: "changed-clients" }],
        strategy: "depend",
      },
    });
  });

  test("apply each client in an environment of its own, with its role", () => {
    const child = parse(gitlabChild([OFFICE], "apply")) as Readonly<Record<string, Tree>>;

    expect(child["apply office"]).toMatchObject({
      id_tokens: { AWS_ID_TOKEN: { aud: "sts.amazonaws.com" } },
      variables: { AWS_ROLE_ARN: OFFICE.apply, AWS_REGION: "eu-west-3" },
      environment: { name: "office" },
      resource_group: "deploy-office",
    });
    expect(child["apply office"]?.script).toContain("npx protected-exchange deploy office --auto-approve");
  });

  test("plan with the other role, without a lock, in no environment", () => {
    const child = parse(gitlabChild([OFFICE], "plan")) as Readonly<Record<string, Tree>>;

    expect(child["plan office"]).toMatchObject({
      variables: { AWS_ROLE_ARN: OFFICE.plan, TF_CLI_ARGS_plan: "-lock=false" },
    });
    expect(child["plan office"]).not.toHaveProperty("environment");
  });

  test("take no role for a client that is not on AWS", () => {
    const child = gitlabChild([{ client: "office", region: "", plan: "", apply: "" }], "apply");

    expect(child).not.toMatch(/AWS_|id_tokens/);
  });

  test("are pipelines too where no client changed", () => {
    expect(Object.keys(parse(gitlabChild([], "plan")) as Tree)).toEqual(["no-client-changes"]);
  });
});

/** Keys of a project (https://www.runatlantis.io/docs/repo-level-atlantis-yaml#project). */
const PROJECT_KEYS = [
  "name",
  "branch",
  "dir",
  "workspace",
  "execution_order_group",
  "delete_source_branch_on_merge",
  "repo_locking",
  "repo_locks",
  "custom_policy_check",
  "autoplan",
  "terraform_version",
  "plan_requirements",
  "apply_requirements",
  "import_requirements",
  "silence_pr_comments",
  "workflow",
];

test("the configuration for Atlantis has a project for each client, planned when its file or what all share changes", () => {
  const { version, projects } = parse(atlantisConfiguration(["office", "shop"], "clients")) as {
    readonly version: number;
    readonly projects: readonly Tree[];
  };

  expect(version).toBe(3);
  expect(projects.map(({ name }) => name)).toEqual(["office", "shop"]);
  expect(projects[0]).toMatchObject({
    dir: "cdktf.out/stacks/office",
    autoplan: {
      enabled: true,
      when_modified: expect.arrayContaining([
        "../../../clients/office.yaml",
        "../../../clients/fleet.yaml",
        "../../../stacks/**",
      ]),
    },
    apply_requirements: ["approved", "mergeable", "undiverged"],
  });
  expect(projects.flatMap(Object.keys).filter((key) => !PROJECT_KEYS.includes(key))).toEqual([]);
});
