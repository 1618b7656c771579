import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postureOf } from "../../posture/posture";
import { loadClientFiles } from "../../stacks/client";
import { synthesizeClient } from "../../stacks/synthesize";
import { EDGE_KINDS, RELAYS } from "../../tools/new-client/answers";
import { clientFileText, fleetFileText } from "../../tools/new-client/file-text";
import { TODAY } from "../clinic";
import { ROOT } from "../documentation";
import { combinations, problemsWith } from "../tools/new-client/combinations";

const PROGRAM = join(ROOT, "dist", "tools", "protected-exchange.js");

/** What the command shows in a terminal to somebody who answers. */
function inTerminal(
  folder: string,
  answers: readonly (readonly [shown: string, typed: string])[],
): { readonly status: number | null; readonly shown: string } {
  const { status, stdout } = spawnSync(
    "python3",
    [
      join(__dirname, "terminal.py"),
      JSON.stringify(answers),
      process.execPath,
      PROGRAM,
      "new-client",
      "--clients",
      folder,
    ],
    { encoding: "utf8", env: { ...process.env, TERM: "xterm", COLUMNS: "120" } },
  );
  return { status, shown: stdout };
}

function emptyFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "new-client-")), "clients");
  mkdirSync(folder);
  return folder;
}

const ENTER = "\r";
const DOWN = "\u001b[B";

describe("new-client", () => {
  test("writes a file that passes its checks, whatever the answers", () => {
    const all = combinations(RELAYS);

    expect(all.length).toBeGreaterThan(400);
    expect(problemsWith(all)).toEqual([]);
  });

  test.each(EDGE_KINDS.map((edge) => [edge]))(
    "begins a client behind %s whose stack breaks no rule",
    (edge) => {
      const folder = emptyFolder();
      // An account's key at Let's Encrypt lies in the state, which has to be encrypted for it.
      writeFileSync(
        join(folder, "fleet.yaml"),
        fleetFileText("").replace(
          "kind: local",
          "{ kind: s3, bucket: states, region: eu-west-3, kmsKeyId: alias/states }",
        ),
      );
      const broken = combinations(["spamexperts", "microsoft-eop"])
        .filter((answers) => answers.edge === edge && answers.dns === "cloudflare")
        .flatMap((answers) => {
          writeFileSync(join(folder, "office.yaml"), clientFileText(answers, TODAY, ""));
          return postureOf(synthesizeClient(folder, "office"), TODAY)
            .findings.filter(({ severity }) => severity === "error")
            .map(({ rule, message }) => `${answers.relay} ${answers.issuer}: ${rule}: ${message}`);
        });

      expect(broken).toEqual([]);
    },
  );

  test("asks somebody at a terminal, and refuses an answer that no client file may hold", () => {
    const folder = emptyFolder();
    const { status, shown } = inTerminal(folder, [
      ["The company's name?", `Example Bakery${ENTER}`],
      ["An id for it", ENTER],
      ["Its mail domain?", `com${ENTER}`],
      ["is not a fully qualified name", `${"\u007f".repeat(3)}bakery.example${ENTER}`],
      ["The server's public name?", ENTER],
      ["What stands in front of the server?", `${DOWN}${DOWN}${DOWN}${ENTER}`],
      ["Who serves the domain's zone?", ENTER],
      ["The id of its zone there?", `023e105f4ecef8ad9ca31a8372d0c353${ENTER}`],
      ["Which anti-spam relay?", ENTER],
      ["Who issues the certificate?", ENTER],
      ["The client's AWS account?", ENTER],
      ["Its AWS Region?", ENTER],
    ]);

    expect([shown, status]).toEqual([expect.stringContaining("Next"), 0]);
    expect(loadClientFiles(folder).clients).toMatchObject([
      {
        id: "example-bakery",
        server: { hostName: "mail.bakery.example" },
        edge: { kind: "external" },
        relay: { vendor: "altospam" },
      },
    ]);
  });

  test("writes nothing for somebody who has had enough", () => {
    const folder = emptyFolder();
    const { status, shown } = inTerminal(folder, [["The company's name?", "\u0003"]]);

    expect(shown).toContain("cancelled; nothing was written");
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});
