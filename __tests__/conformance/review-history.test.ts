import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { reviewChange } from "../../tools/review/change-review";
import { reviewPage } from "../../tools/review/page";
import { Repository } from "../../tools/review/repository";
import type { Review } from "../../tools/review/review";
import type { StackReview } from "../../tools/review/stack-review";
import { TODAY } from "../clinic";
import { CLIENT, changed, FLEET } from "../stacks/client-files";
import { PROGRAM, TemporaryRepository } from "../tools/review/temporary-repository";

const SHOP = CLIENT.replaceAll("office", "shop").replaceAll("Office", "Shop");

const FILES = { "clients/fleet.yaml": FLEET, "clients/office.yaml": CLIENT, "clients/shop.yaml": SHOP };

/** A repository with two clients, on a branch of its own. */
function history(): TemporaryRepository {
  return new TemporaryRepository(FILES).branch();
}

/** The review of a repository's branch; `only` is its first stack. */
async function reviewed(
  repository: TemporaryRepository,
): Promise<{ readonly review: Review; readonly only: StackReview }> {
  const review = await reviewChange({
    baseRef: "main",
    clientsDirectory: join(repository.folder, "clients"),
    today: TODAY,
    signal: new AbortController().signal,
  });
  return { review, only: review.stacks[0] as StackReview };
}

const office = (part: string, by: string) => ({ "clients/office.yaml": changed(CLIENT, part, by) });

/** Everyone may reach 443, or only some. */
const HTTPS_FROM = "  network:\n    cidr: 10.20.0.0/24\n  httpsFrom: [192.88.98.0/24]\n";
const RESTRICTED = changed(CLIENT, "  network:\n    cidr: 10.20.0.0/24\n", HTTPS_FROM);

describe("the review of a branch", () => {
  test("says that a comment means nothing", async () => {
    const repository = history().commit(office("name: Example Office", "name: Example Office # in Lyon"));
    const { status, stdout } = await repository.run("review", "--base", "main");

    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        "<!-- protected-exchange-review -->",
        "## Protected Exchange: no semantic change",
        "",
        `0 of 2 clients change. Compared with \`main\` at \`${repository.git("rev-parse", "main").slice(0, 12)}\`.`,
        "",
      ].join("\n"),
    );
  });

  test("says the same of a branch without any change", async () => {
    expect(await reviewed(history())).toMatchObject({
      review: { verdict: "none", stacks: [], untouched: 2 },
    });
  });

  test("calls other tags no semantic change, and counts the resources", async () => {
    const { review, only } = await reviewed(
      history().commit({ "clients/office.yaml": `${CLIENT}tags: { cost-centre: "42" }\n` }),
    );

    expect(review.verdict).toBe("none");
    expect(only.settings).toMatchObject([{ what: "provider aws: default_tags" }]);
  });

  test("shows exactly which packets a wider source lets in, and stops for a human", async () => {
    const repository = new TemporaryRepository({ ...FILES, "clients/office.yaml": RESTRICTED })
      .branch()
      .commit({ "clients/office.yaml": changed(RESTRICTED, "192.88.98.0/24", "192.88.98.0/23") });
    const { status, stdout } = await repository.run("review", "--base", "main", "--format", "json");
    const review = JSON.parse(stdout) as Review;

    expect(status).toBe(3);
    expect(review).toMatchObject({
      verdict: "look",
      untouched: 1,
      stacks: [
        {
          name: "office",
          lookAt: [{ reason: "new-exposure", what: "443/tcp from 192.88.99.0/24" }],
          exposures: {
            opens: [{ protocol: "tcp", fromPort: 443, toPort: 443, networks: ["192.88.99.0/24"] }],
            closes: [],
            reroutes: [],
          },
        },
      ],
    });
  });

  test("does not stop for what only closes", async () => {
    const { only } = await reviewed(history().commit({ "clients/office.yaml": RESTRICTED }));

    expect(only).toMatchObject({ verdict: "changes", exposures: { opens: [] } });
    expect(only.exposures.closes).toHaveLength(1);
  });

  test("follows the mail to another relay, both ways", async () => {
    const relay = `relay:
  vendor: custom
  name: Example Filter
  mx: [{ host: mx1.filter.example, preference: 10 }]
  deliversFrom: [203.0.113.0/25]
  spf: include:spf.filter.example
  smartHost: { host: out.filter.example, port: 465, credentials: ssm:/office/smart-host }
  continuity: { queueDays: 7, webmail: read-and-answer, activation: By itself. }
`;
    const repository = history().commit({
      "clients/office.yaml": CLIENT.replace(/relay:\n(?: .*\n)+/, () => relay),
    });
    const { review, only } = await reviewed(repository);
    const page = reviewPage(review);

    expect(only.mailFlow.map(({ what }) => what)).toEqual([
      "MX of office.example",
      "relay",
      "smart host",
      "SPF of office.example",
      "when the server is down",
    ]);
    expect(only.exposures.opens).toMatchObject([{ fromPort: 25, networks: ["203.0.113.0/25"] }]);
    expect(only.exposures.closes).toMatchObject([{ fromPort: 25, networks: ["185.201.16.0/22"] }]);
    expect(only.egress.opens).toMatchObject([{ fromPort: 465, networks: ["0.0.0.0/0"] }]);
    expect(only.egress.closes).toMatchObject([{ fromPort: 587 }]);
    expect(only.records.map(({ name, type }) => `${name} ${type}`)).toEqual(
      expect.arrayContaining(["office.example MX", "office.example TXT"]),
    );
    expect(page).toContain('==>|"mail, after"|');
    expect(page).toContain("- `smart host`: `smtp.antispamcloud.com:587` → `out.filter.example:465`");
  });

  test("says what stays behind when a client's file goes", async () => {
    const { only } = await reviewed(history().commit({ "clients/office.yaml": undefined }));

    expect(only).toMatchObject({ name: "office", state: "removed", lookAt: [{ reason: "client-removed" }] });
    expect(only.exposures.closes).toHaveLength(2);
    expect(only.cost.standing.after).toBe(0);
  });

  test("shows everything a new client opens, though nobody told git of its file yet", async () => {
    const { only } = await reviewed(
      history().write({ "clients/clinic.yaml": CLIENT.replaceAll("office", "clinic") }),
    );

    expect(only).toMatchObject({ name: "clinic", state: "new" });
    expect(only.exposures.opens.map(({ fromPort }) => fromPort)).toEqual([25, 443]);
    expect(only.cost.standing.before).toBe(0);
  });

  test("looks at every client when the fleet file means something else", async () => {
    const { review } = await reviewed(
      history().commit({
        "clients/fleet.yaml": changed(FLEET, "dmarcReports: dmarc@", "dmarcReports: reports@"),
      }),
    );

    expect(review.stacks.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["office", "changes"],
      ["shop", "changes"],
    ]);
    expect(review.stacks[0]?.records.map(({ name }) => name)).toContain("_dmarc.office.example");
  });

  test("finds that a fleet file with another comment changes no client", async () => {
    const { review } = await reviewed(history().commit({ "clients/fleet.yaml": `# ours\n${FLEET}` }));

    expect(review.stacks.map(({ verdict, state }) => [verdict, state])).toEqual([
      ["none", "unchanged"],
      ["none", "unchanged"],
    ]);
  });

  test("stops when the state, or the account, would be another", async () => {
    const backend =
      "backend:\n  kind: s3\n  bucket: states-msp\n  region: eu-west-3\n  kmsKeyId: alias/states\n";
    const { review } = await reviewed(
      history().commit({
        "clients/fleet.yaml": changed(FLEET, "backend:\n  kind: local\n", backend),
        ...office('"123456789012"', '"210987654321"'),
      }),
    );

    expect(review.stacks.map(({ lookAt }) => lookAt.map(({ reason, at }) => [reason, at]))).toEqual([
      [
        ["state-elsewhere", "backend"],
        ["state-elsewhere", "provider aws: allowed_account_ids"],
      ],
      [["state-elsewhere", "backend"]],
    ]);
  });

  test("lists what is wrong in the head's files, with their places, and ends with 1", async () => {
    const repository = history().commit(office("exchange: SE", "exchange: 2016"));
    const { status, stdout } = await repository.run("review", "--base", "main");

    expect(status).toBe(1);
    expect(stdout).toContain("## Protected Exchange: the client files have problems");
    expect(stdout).toContain(
      '- `clients/office.yaml:10:13: ValueNotAllowed: 2016 is not allowed; use "2016", "2019", "SE" (did you mean "2016"?)`',
    );
    expect(repository.worktrees).toHaveLength(1);
  });

  test("finds that a changed client takes the domain of one that did not change", async () => {
    const repository = history().commit(office("- name: office.example", "- name: shop.example"));
    const { review } = await reviewed(repository);

    expect(review.problems).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          code: "DuplicateDomain",
          file: expect.stringMatching(/clients\/office\.yaml$/),
        }),
      ]),
    );
  });

  test("shows the change that mends a client as if it were new, and why", async () => {
    const broken = changed(CLIENT, "exchange: SE", "exchange: 2016");
    const repository = new TemporaryRepository({ ...FILES, "clients/office.yaml": broken })
      .branch()
      .commit({ "clients/office.yaml": CLIENT });
    const { only } = await reviewed(repository);

    expect(only.lookAt[0]).toEqual({
      reason: "base-unreadable",
      at: "office",
      what: 'office.yaml at main, 10:13: ValueNotAllowed: 2016 is not allowed; use "2016", "2019", "SE" (did you mean "2016"?)',
    });
  });

  test("leaves out what came to the base since the branch left it", async () => {
    const repository = history().commit({ "clients/office.yaml": RESTRICTED });
    repository.git("checkout", "--quiet", "main");
    repository.commit({
      "clients/shop.yaml": changed(SHOP, "  vendor: spamexperts\n", "  vendor: spamexperts # ok\n"),
    });
    repository.git("checkout", "--quiet", "change");
    const { review } = await reviewed(repository);

    expect(review.stacks.map(({ name }) => name)).toEqual(["office"]);
  });

  test("says the same twice, to the letter, in both formats", async () => {
    const repository = history().commit({
      "clients/office.yaml": RESTRICTED,
      "clients/clinic.yaml": CLIENT.replaceAll("office", "clinic"),
    });
    const [first, second] = await Promise.all(
      [1, 2].map(() => repository.run("review", "--base", "main", "--format", "json")),
    );
    const pages = [first, second].map((run) => reviewPage(JSON.parse(run?.stdout ?? "") as Review));

    expect(first?.stdout.length).toBeGreaterThan(1000);
    expect(second).toEqual(first);
    expect(pages[1]).toEqual(pages[0]);
    expect(repository.worktrees).toHaveLength(1);
  });

  test("says that another version of this program may be installed", async () => {
    const { review } = await reviewed(
      new TemporaryRepository({ ...FILES, "package-lock.json": "{}" })
        .branch()
        .commit({ "package-lock.json": '{"lockfileVersion": 3}' }),
    );

    expect(review).toMatchObject({ verdict: "look", otherVersion: true });
    expect(reviewPage(review)).toContain("both sides were synthesized by the present one");
  });

  test("ends with 1 when neither a base nor two files are given", async () => {
    const { status, stderr } = await history().run("review");

    expect(status).toBe(1);
    expect(stderr).toContain("give either --base <ref>, or two files or folders");
  });

  test.each(["nowhere", "--upload-pack=x"])("fails for the base %s", async (baseRef) => {
    const { folder } = history();

    await expect(
      reviewChange({
        baseRef,
        clientsDirectory: join(folder, "clients"),
        today: TODAY,
        signal: new AbortController().signal,
      }),
    ).rejects.toThrow(`git knows no commit "${baseRef}"`);
  });

  test("fails for a folder that is not there", async () => {
    await expect(Repository.holding("nowhere")).rejects.toThrow('there is no folder "nowhere"');
  });

  test("fails for a folder without a history", async () => {
    await expect(Repository.holding(mkdtempSync(join(tmpdir(), "no-history-")))).rejects.toThrow(
      "not a git repository",
    );
  });

  test("fails where the histories have nothing in common, and says what cuts them off", async () => {
    const repository = history();
    repository.git("checkout", "--quiet", "--orphan", "other");
    repository.commit({ "README.md": "another history" });

    await expect(reviewed(repository)).rejects.toThrow("fetch-depth: 0");
  });

  test("removes its checkout when it is interrupted", async () => {
    const clients = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `clients/c${index}.yaml`,
        CLIENT.replaceAll("office", `c${index}`).replace("123456789012", `${300_000_000_000 + index}`),
      ]),
    );
    const repository = new TemporaryRepository({ ...clients, "clients/fleet.yaml": FLEET })
      .branch()
      .commit({ "clients/fleet.yaml": changed(FLEET, "dmarcReports: dmarc@", "dmarcReports: reports@") });
    const scratch = mkdtempSync(join(tmpdir(), "scratch-"));
    const review = spawn(process.execPath, [PROGRAM, "review", "--base", "main"], {
      cwd: repository.folder,
      env: { ...process.env, TMPDIR: scratch },
      stdio: "ignore",
    });
    const ended = new Promise<number | null>((resolve) => {
      review.on("exit", resolve);
    });
    const synthesizes = (): boolean =>
      readdirSync(scratch).some((name) => name.startsWith("protected-exchange-synthesis-"));
    while (!synthesizes() && review.exitCode === null) {
      await setTimeout(20);
    }
    expect(repository.worktrees).toHaveLength(2);
    review.kill("SIGINT");

    expect(await ended).toBe(130);
    expect(repository.worktrees).toHaveLength(1);
    expect(readdirSync(scratch)).toEqual([]);
  });
});
