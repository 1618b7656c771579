import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fleetApp } from "../../stacks/fleet-app";
import { type RunningSandbox, startSandbox } from "../../tools/sandbox/sandbox";
import { clientsFolder, EXTERNAL_CLIENT, MERAKI_CLIENT } from "../stacks/client-files";

/** Terraform's own words for "there is a difference", of `plan -detailed-exitcode`. */
const DIFFERENCE = 2;

/** An authority of the client's own; its key is nowhere. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUSC1oedjU1IxmHPv73lp8H64xOicwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRRXhhbXBsZSBCYWNrdXAgQ0EwHhcNMjYxMTI5MDcwNDQ1WhcN
MzYxMTI2MDcwNDQ1WjAcMRowGAYDVQQDDBFFeGFtcGxlIEJhY2t1cCBDQTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABNr47vSCZAKGd1+6Y7OMswtvej7eJ9lAhZqC
sLObUODwfyRoUQY+F2Xbhxc4BaiTWXKPS5RpBIv0gNsfhuNCq72jUzBRMB0GA1Ud
DgQWBBQcv0S6AwZsC3FUl4d8nn+TPwJjbjAfBgNVHSMEGDAWgBQcv0S6AwZsC3FU
l4d8nn+TPwJjbjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQD0
WIqxPiXPh/VCIzs0JnLGctafq+Pq0xTkPiybGuoCFAIgPt/a4MPHH5XoRdQZzA2Z
EFp7oBmYlzU2awj49yGPKMY=
-----END CERTIFICATE-----`;

/** A backup that no sample has: a certificate in the place of a key. */
const BY_CERTIFICATE = `backup:
  objectives: { granular: false }
  repository:
    consumer: credential-chain
    region: eu-central-1
    principal:
      kind: roles-anywhere
      commonName: backup.office.example
      certificateAuthority: |
${AUTHORITY.replace(/^/gm, "        ")}
`;

/** Another: a bucket that the client owns. */
const IN_OWN_BUCKET = `backup:
  repository: { consumer: veeam, region: eu-central-1, bucket: { name: mailboxes-of-the-office } }
`;

describe.each([
  ["a Meraki MX", `${MERAKI_CLIENT}${BY_CERTIFICATE}`],
  ["a firewall that somebody else manages", `${EXTERNAL_CLIENT}${IN_OWN_BUCKET}`],
])("a client behind %s, by the real Terraform in the sandbox", (_edge, file) => {
  const directory = mkdtempSync(join(tmpdir(), "simple-edge-"));
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    fleetApp({
      clientsDirectory: clientsFolder({ "office.yaml": file }),
      outputDirectory: join(directory, "cdktf.out"),
    }).synth();
    sandbox = await startSandbox({ directory });
  });

  afterAll(async () => {
    await sandbox.stop();
  });

  const terraform = async (
    ...words: readonly string[]
  ): Promise<{ readonly status: number; readonly output: string }> => {
    try {
      const { stdout } = await promisify(execFile)("terraform", [...words, "-no-color"], {
        cwd: join(directory, "cdktf.out", "stacks", "office"),
        env: sandbox.env,
        maxBuffer: 64 * 2 ** 20,
      });
      return { status: 0, output: stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { status: code, output: `${stdout}${stderr}` };
    }
  };

  test("is applied, after which nothing is left to do, and destroyed without rest", async () => {
    expect(await terraform("init", "-input=false")).toMatchObject({ status: 0 });
    expect(await terraform("plan", "-detailed-exitcode", "-input=false", "-out=plan")).toMatchObject({
      status: DIFFERENCE,
    });
    expect(await terraform("apply", "-input=false", "plan")).toMatchObject({ status: 0 });
    expect(await terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({ status: 0 });
    expect(await terraform("destroy", "-auto-approve", "-input=false")).toMatchObject({ status: 0 });
    expect((await terraform("state", "list")).output.trim()).toBe("");
  });
});
