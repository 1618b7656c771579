import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { MARKER } from "../../tools/review/page";
import { changed } from "../stacks/client-files";

const FOLDER = resolve(__dirname, "..", "..", "docs", "review");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly permissions?: object; readonly steps: readonly Step[] }>>;
}

const text = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
const workflow = (name: string): Workflow => parse(text(name)) as Workflow;

const REVIEW = workflow("github-review.yml");
const COMMENT = workflow("github-review-comment.yml");
const steps = (of: Workflow): readonly Step[] => Object.values(of.jobs).flatMap((job) => job.steps);

describe("the GitHub workflows", () => {
  test("run what a pull request contains with a token that reads, and that no step keeps", () => {
    expect(REVIEW.on).toBe("pull_request");
    expect(REVIEW.permissions).toEqual({ contents: "read" });
    expect(Object.values(REVIEW.jobs).flatMap(({ permissions }) => permissions ?? [])).toEqual([]);
    expect(steps(REVIEW).find(({ uses }) => uses?.startsWith("actions/checkout@"))?.with).toMatchObject({
      "persist-credentials": false,
      "fetch-depth": 0,
    });
  });

  test("run nothing of it where the token writes", () => {
    expect(COMMENT.permissions).toEqual({});
    expect(Object.values(COMMENT.jobs).map(({ permissions }) => permissions)).toEqual([
      { actions: "read", "pull-requests": "write" },
    ]);
    expect(steps(COMMENT).map(({ uses, run }) => run ?? uses?.replace(/@.*/, ""))).toEqual([
      "actions/download-artifact",
      "actions/github-script",
    ]);
  });

  test("take actions by commit, and put no text of a pull request into a script", () => {
    for (const { uses, run, with: inputs } of [...steps(REVIEW), ...steps(COMMENT)]) {
      if (uses !== undefined) {
        expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      }
      expect(`${run ?? ""}${inputs?.script ?? ""}`).not.toContain("${{");
    }
  });
});

/** The script of the comment, as actions/github-script runs it. */
const SCRIPT = String(steps(COMMENT).find(({ uses }) => uses?.includes("github-script"))?.with?.script);

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly body: string;
}

interface Pull {
  readonly number: number;
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
}

const RUN = {
  head_repository: { owner: { login: "fork" }, full_name: "fork/fleet" },
  head_branch: "change",
  head_sha: "abc123",
};
const PULL: Pull = { number: 7, head: { sha: "abc123", repo: { full_name: "fork/fleet" } } };

/** What GitHub's interface answers, and what it is told to write. */
function gitHub(answers: {
  readonly pulls?: readonly Pull[];
  readonly files?: readonly { readonly filename: string; readonly previous_filename?: string }[];
  readonly comments?: readonly Comment[];
}) {
  const { pulls = [PULL], files = [{ filename: "clients/clinic.yaml" }], comments = [] } = answers;
  const written: unknown[] = [];
  const rest = {
    pulls: { list: pulls, listFiles: files },
    issues: {
      listComments: comments,
      createComment: async (comment: object) => written.push({ created: comment }),
      updateComment: async (comment: object) => written.push({ updated: comment }),
    },
  };
  return { github: { rest, paginate: async (answer: unknown) => answer }, written };
}

/** Runs the script over a review; what it writes to GitHub. */
async function posted(
  answers: Parameters<typeof gitHub>[0],
  review: string | ((file: string) => void) = `${MARKER}\n## The review\n`,
): Promise<readonly unknown[]> {
  const { github, written } = gitHub(answers);
  const temp = mkdtempSync(join(tmpdir(), "runner-"));
  mkdirSync(join(temp, "review"));
  const file = join(temp, "review", "review.md");
  if (typeof review === "string") {
    writeFileSync(file, review);
  } else {
    review(file);
  }
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
    ...words: readonly string[]
  ) => (...values: readonly unknown[]) => Promise<void>;
  const context = { repo: { owner: "msp", repo: "fleet" }, payload: { workflow_run: RUN } };
  const before = process.env.RUNNER_TEMP;
  process.env.RUNNER_TEMP = temp;
  try {
    await new AsyncFunction("github", "context", "core", "require", SCRIPT)(
      github,
      context,
      { info: () => {} },
      require,
    );
  } finally {
    process.env.RUNNER_TEMP = before;
  }
  return written;
}

describe("the comment on GitHub", () => {
  test("is made once", async () => {
    expect(await posted({})).toEqual([
      { created: { owner: "msp", repo: "fleet", issue_number: 7, body: `${MARKER}\n## The review\n` } },
    ]);
  });

  test("is updated afterwards, and nobody else's is, marker or not", async () => {
    const comments = [
      { id: 1, user: { login: "somebody" }, body: `${MARKER}\nmine` },
      { id: 2, user: { login: "github-actions[bot]" }, body: "another one" },
      { id: 3, user: { login: "github-actions[bot]" }, body: `${MARKER}\nthe last review` },
    ];

    expect(await posted({ comments })).toMatchObject([{ updated: { comment_id: 3 } }]);
    expect(await posted({ comments: comments.slice(0, 2) })).toMatchObject([{ created: {} }]);
  });

  test.each([
    [{ filename: "stacks/client.ts" }],
    [{ filename: "clients/clinic.yaml", previous_filename: "constructs/core/ids.ts" }],
    [{ filename: "clients/x/clinic.yaml" }],
  ])("warns where more than client files changed: %j", async (file) => {
    const [written] = await posted({ files: [{ filename: "clients/a.yaml" }, file] });

    expect(JSON.stringify(written)).toContain("Read that code first");
  });

  test("warns where GitHub no longer lists every file", async () => {
    const [written] = await posted({ files: Array(3000).fill({ filename: "clients/a.yaml" }) });

    expect(JSON.stringify(written)).toContain("Read that code first");
  });

  test("is not made for another commit or another fork than the run's", async () => {
    for (const head of [
      { ...PULL.head, sha: "def456" },
      { ...PULL.head, repo: { full_name: "other/fleet" } },
      { ...PULL.head, repo: null },
    ]) {
      expect(await posted({ pulls: [{ number: 8, head }] })).toEqual([]);
    }
  });

  test("holds the marker once, and no more than GitHub takes", async () => {
    const [written] = await posted({}, `${MARKER}\n${MARKER}${"x".repeat(70_000)}`);
    const { body } = (written as { created: { body: string } }).created;

    expect(body.split(MARKER)).toHaveLength(2);
    expect(body.length).toBeLessThan(65_536);
  });

  test("fails for a review that is a link to another file", async () => {
    await expect(posted({}, (file) => symlinkSync("/etc/hostname", file))).rejects.toThrow(
      "the review is no file",
    );
  });
});

describe("the note on GitLab", () => {
  const job = parse(text("gitlab-review-comment.yml")) as Record<
    string,
    { readonly script: readonly string[] }
  >;
  const script = String(job["review-comments"]?.script[0]);
  const TOKEN = "glpat-test";

  /** A GitLab with one open merge request; what it was asked to write, in order. */
  async function withGitLab(
    answers: Readonly<Record<string, unknown>>,
  ): Promise<
    readonly { readonly request: string; readonly body: string; readonly token: string | undefined }[]
  > {
    const written: { request: string; body: string; token: string | undefined }[] = [];
    const all: Readonly<Record<string, unknown>> = {
      "/user": { id: 42 },
      "/merge_requests?state=opened": [{ iid: 5, sha: "abc" }],
      "/merge_requests/5/pipelines": [
        { id: 90, sha: "old", source: "merge_request_event" },
        { id: 91, sha: "abc", source: "merge_request_event" },
      ],
      "/pipelines/91/jobs": [
        { id: 900, name: "build" },
        { id: 901, name: "review" },
      ],
      "/jobs/901/artifacts/review.md": `${MARKER}\n## The review\n`,
      "/merge_requests/5/diffs": [{ old_path: "clients/a.yaml", new_path: "clients/a.yaml" }],
      "/merge_requests/5/notes?sort=asc": [],
      ...answers,
    };
    const server: Server = createServer((request, response) => {
      void answer(request).then(([status, body]) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      });
    });
    const answer = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
      const path = `${request.url}`
        .replace("/api/v4/projects/msp%2Fprotected-exchange", "")
        .replace("/api/v4", "")
        .replace(/[?&]per_page=100&page=1$/, "");
      if (request.method === "GET") {
        return path in all ? [200, all[path]] : [404, { message: "404 Not found" }];
      }
      let body = "";
      for await (const part of request) {
        body += String(part);
      }
      written.push({
        request: `${request.method} ${path}`,
        body: (JSON.parse(body) as { body: string }).body,
        token: request.headers["private-token"] as string | undefined,
      });
      return [201, {}];
    };
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    try {
      await new Promise<void>((done, reject) => {
        execFile(
          "bash",
          ["-c", changed(script, '"https://gitlab.com"', `"http://127.0.0.1:${port}"`)],
          { env: { ...process.env, REVIEW_TOKEN: TOKEN } },
          (error, _stdout, stderr) => (error === null ? done() : reject(new Error(stderr))),
        );
      });
    } finally {
      server.close();
    }
    return written;
  }

  test("is made once", async () => {
    expect(await withGitLab({})).toEqual([
      { request: "POST /merge_requests/5/notes", body: `${MARKER}\n## The review\n`, token: TOKEN },
    ]);
  });

  test("is updated where it says something else, and nobody else's is", async () => {
    const note = (id: number, author: number, body: string) => ({ id, author: { id: author }, body });
    const old = note(3, 42, `${MARKER}\nthe last review`);
    const others = [note(1, 7, `${MARKER}\nmine`), note(2, 42, "another one")];

    expect(await withGitLab({ "/merge_requests/5/notes?sort=asc": [...others, old] })).toMatchObject([
      { request: "PUT /merge_requests/5/notes/3" },
    ]);
    expect(
      await withGitLab({
        "/merge_requests/5/notes?sort=asc": [...others, note(3, 42, `${MARKER}\n## The review`)],
      }),
    ).toEqual([]);
  });

  test("warns where more than client files changed", async () => {
    const [written] = await withGitLab({
      "/merge_requests/5/diffs": [{ old_path: "stacks/client.ts", new_path: "stacks/client.ts" }],
    });

    expect(written?.body).toContain("Read that code first");
  });

  test.each([
    ["no pipeline of its own commit", { "/merge_requests/5/pipelines": [] }],
    ["no review among the jobs", { "/pipelines/91/jobs": [{ id: 900, name: "build" }] }],
    ["no artifact", { "/jobs/901/artifacts/review.md": undefined }],
  ])("is left alone while there is %s", async (_what, answers) => {
    const known = Object.entries(answers).filter(([, answer]) => answer !== undefined);
    const missing = Object.keys(answers).filter((path) => !known.some(([other]) => other === path));

    expect(
      await withGitLab({
        ...Object.fromEntries(known),
        ...(missing.length > 0 ? { "/pipelines/91/jobs": [{ id: 902, name: "review" }] } : {}),
      }),
    ).toEqual([]);
  });

  test("is posted with a token that the reviewing pipeline never has", () => {
    const review = text("gitlab-review.yml");

    expect(review).not.toMatch(/REVIEW_TOKEN|private-token/i);
    expect(parse(review)).toMatchObject({
      review: { allow_failure: { exit_codes: [3] }, variables: { GIT_DEPTH: "0" } },
      "review-comment": {
        inherit: { variables: false },
        trigger: { forward: { yaml_variables: false } },
      },
    });
  });
});
