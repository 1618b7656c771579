import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Declaration } from "../constructs/watch/declaration";
import { liveFactsOf } from "../posture/posture";
import { declarationOf } from "../stacks/declaration";
import { fleetApp } from "../stacks/fleet-app";
import { type RunningSandbox, startSandbox } from "../tools/sandbox/sandbox";
import { TODAY } from "./clinic";

/** A client, who hosts its zones, and the folder that its file is in. */
type Sample = readonly [id: string, host: string, folder: () => string];

/** A key as ACM exports it, and as others write it (RFC 7468 § 10 and 11). */
const PRIVATE_KEY = /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/;

/** The key of an account at an authority, which orders nothing without writing to the zone: it lies in the state. */
const ACCOUNT_KEYS: ReadonlySet<string> = new Set(["account_key_pem"]);

/** Names of values that are secret, where they hold anything; Terraform's own word for "sensitive" is no value. */
function secretsIn(value: unknown, name = ""): readonly string[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, key));
  }
  const secret = /private_?key|pass(word|phrase)|pfx|pkcs_?12/i.test(name);
  return secret && typeof value === "string" && value !== "" ? [name] : [];
}

/** What a stack declares, with anything where an apply fills something in. */
function filledIn(declaration: Declaration): unknown {
  return JSON.parse(JSON.stringify(declaration), (_key, value: unknown) =>
    typeof value === "string" && value.includes("${")
      ? expect.stringMatching(
          new RegExp(
            `^${value
              .split(/\$\{[^}]*\}/)
              .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
              .join("[^$]+")}$`,
          ),
        )
      : value,
  );
}

/** Terraform's own words for "there is a difference", of `plan -detailed-exitcode`. */
const DIFFERENCE = 2;

/** Tests of a client's whole life: made, looked at, and gone without rest. */
export function testLives(samples: readonly Sample[]): void {
  describe.each(samples)(
    "the sample client %s at %s, by the real Terraform in the sandbox",
    (id, _host, folder) => {
      const directory = mkdtempSync(join(tmpdir(), `lifecycle-${id}-`));
      const stackFolder = join(directory, "cdktf.out", "stacks", id);
      let sandbox: RunningSandbox;
      let before: unknown;

      beforeAll(async () => {
        fleetApp({ clientsDirectory: folder(), outputDirectory: join(directory, "cdktf.out") }).synth();
        sandbox = await startSandbox({ directory });
      });

      afterAll(async () => {
        await sandbox.stop();
      });

      /** Runs Terraform; what it prints, and how it ends. */
      const terraform = async (
        ...words: readonly string[]
      ): Promise<{ readonly status: number; readonly output: string }> => {
        try {
          const { stdout } = await promisify(execFile)("terraform", [...words], {
            cwd: stackFolder,
            env: { ...sandbox.env, TF_CLI_ARGS: "-no-color" },
            maxBuffer: 64 * 2 ** 20,
          });
          return { status: 0, output: stdout };
        } catch (error) {
          const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
          return { status: code, output: `${stdout}${stderr}` };
        }
      };

      /** What the cloud holds, without when it came to be. */
      const cloud = (): unknown => JSON.parse(readFileSync(join(directory, "cloud.json"), "utf8"));

      test("is valid", async () => {
        expect(await terraform("init", "-input=false")).toMatchObject({ status: 0 });
        expect(await terraform("validate")).toMatchObject({ status: 0 });
      });

      test("is applied, after which nothing is left to do", async () => {
        expect(await terraform("plan", "-detailed-exitcode", "-input=false", "-out=plan")).toMatchObject({
          status: DIFFERENCE,
        });
        expect(await terraform("apply", "-input=false", "plan")).toMatchObject({ status: 0 });
        expect(await terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({ status: 0 });
      });

      test("has no key and no password in its JSON, its plan, its state or the cloud", async () => {
        const { output: plan } = await terraform("show", "-json", "plan");
        const { output: state } = await terraform("state", "pull");

        const declared = readFileSync(join(stackFolder, "cdk.tf.json"), "utf8");
        for (const text of [declared, plan, state]) {
          const others: unknown = JSON.parse(text, (key, value: unknown) =>
            ACCOUNT_KEYS.has(key) ? undefined : value,
          );
          expect(JSON.stringify(others)).not.toMatch(PRIVATE_KEY);
          expect(secretsIn(others)).toEqual([]);
        }
        expect(PRIVATE_KEY.test(state)).toBe(declared.includes("acme_registration"));
        expect(secretsIn(cloud())).toEqual([]);
      });

      const declared = join(stackFolder, "cdk.tf.json");

      test("has orders for its watch into which the apply has filled what it knows", async () => {
        const state = JSON.parse((await terraform("state", "pull")).output) as {
          readonly resources: readonly { readonly type: string; readonly instances: readonly unknown[] }[];
        };
        const orders = state.resources
          .filter(({ type }) => type === "aws_scheduler_schedule")
          .map(({ instances }) => (instances as [{ attributes: { target: [{ input: string }] } }])[0])
          .map(({ attributes: { target } }) => JSON.parse(target[0].input) as Record<string, unknown>);

        expect(orders.map(({ looks }) => looks).sort()).toEqual(["blocklists", "live"]);
        expect(JSON.stringify(orders)).not.toMatch(/[$%]\{/);
        expect(orders.find(({ looks }) => looks === "live")?.declaration).toEqual(
          filledIn(declarationOf(liveFactsOf(JSON.parse(readFileSync(declared, "utf8")), TODAY))),
        );
        expect(orders.find(({ looks }) => looks === "blocklists")).toMatchObject({
          addresses: expect.arrayContaining([expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)]),
        });
      });

      test("is destroyed without rest", async () => {
        before = cloud();

        expect(await terraform("destroy", "-auto-approve", "-input=false")).toMatchObject({ status: 0 });
        expect((await terraform("state", "list")).output.trim()).toBe("");
      });

      // What the sandbox makes of it does not depend on the client.
      if (id === "clinic") {
        test("is the same when applied again", async () => {
          expect(await terraform("apply", "-auto-approve", "-input=false")).toMatchObject({ status: 0 });
          expect(cloud()).toEqual(before);
        });
      }
    },
  );
}
