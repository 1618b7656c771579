import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postureOf } from "../../posture/posture";
import { fleetApp } from "../../stacks/fleet-app";
import { SynthesizedStack } from "../synthesized-stack";
import { changed, clientsFolder, MAIL_MANAGER_CLIENT, problemsIn } from "./client-files";

const FILE = MAIL_MANAGER_CLIENT;

const directory = mkdtempSync(join(tmpdir(), "mail-manager-"));
const folder = join(directory, "cdktf.out", "stacks", "office");

/** The stack of a client file. */
function stackOf(file: string): SynthesizedStack {
  fleetApp({
    clientsDirectory: clientsFolder({ "office.yaml": file }),
    outputDirectory: join(directory, "cdktf.out"),
  }).synth();
  return new SynthesizedStack(
    JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Record<string, unknown>,
  );
}

/** What the engineer reads about a section, as `line:column: code: message`. */
function readOf(part: string, by: string): readonly string[] {
  return problemsIn({ "office.yaml": changed(FILE, part, by) }).map(
    ({ line, column, code, message }) => `${line}:${column}: ${code}: ${message}`,
  );
}

describe("a client whose relay is made on AWS", () => {
  test("is shown with its whole path, in and out", () => {
    const { mailFlow, findings } = postureOf(stackOf(FILE).json, "2026-11-24");

    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(mailFlow).toMatchObject({
      inbound: [
        { domain: "bounce.office.example" },
        {
          domain: "office.example",
          exchanges: [{ host: expect.stringContaining("outputs.IngressHost"), preference: 10 }],
        },
      ],
      deliversFrom: ["198.51.100.0/24"],
      relay: { name: "Amazon SES Mail Manager", networks: ["198.51.100.0/24"] },
      smartHost: { host: "email-smtp.eu-west-3.amazonaws.com", port: 587 },
      whenDown: { queueDays: null, webmail: "none" },
    });
  });

  test("cannot deny the networks it delivers from", () => {
    expect(readOf("edge:\n", "edge:\n  deny: { networks: [198.51.100.0/25] }\n")).toEqual([
      "20:22: DenyListCutsRelay: the relay delivers from 198.51.100.0/25, and its mail would not get through; take these networks out of the list",
    ]);
  });

  test("states where the credentials are that the relay signs in on the server with", () => {
    expect(stackOf(FILE).json).toHaveProperty("output.relay.value", {
      name: "Amazon SES Mail Manager",
      delivers_from: ["198.51.100.0/24"],
      mx: [expect.stringContaining(".outputs.IngressHost")],
      signs_in_with:
        "secretsmanager:arn:aws:secretsmanager:eu-west-3:123456789012:secret:office/relay-1a2B3c",
    });
  });

  test("takes mail for the domains that have any", () => {
    const file = changed(
      FILE,
      "dns:\n",
      "  - name: silent.example\n    zoneId: 023e105f4ecef8ad9ca31a8372d0c354\n    mail: none\ndns:\n",
    );
    const { template_body: body } = stackOf(file).only("aws_cloudformation_stack");

    expect(body).toContain('"@office.example"');
    expect(body).not.toContain("silent.example");
  });

  test("may have it in another Region than the server", () => {
    const stack = stackOf(
      changed(
        changed(FILE, "  deliversFrom", "  region: eu-west-1\n  deliversFrom"),
        "secretsmanager:eu-west-3",
        "secretsmanager:eu-west-1",
      ),
    );

    stack.only("aws_cloudformation_stack", { region: "eu-west-1" });
  });
});

describe("a section for a relay on AWS", () => {
  test("is right as it stands", () => {
    expect(problemsIn({ "office.yaml": FILE })).toEqual([]);
  });

  test.each([
    [
      "the networks it delivers from",
      "  deliversFrom: [198.51.100.0/24]\n",
      "",
      /^12:3: VendorValueUnconfirmed: the catalogue does not hold the networks/,
    ],
    [
      "its settings",
      / {2}mailManager:\n(?: {4}.*\n)+/.exec(FILE)?.[0] ?? "",
      "",
      /MissingKey: "mailManager" is missing/,
    ],
    [
      "a filter's result",
      "passedField: spamPassed",
      'passedField: ""',
      /^17:\d+: VendorValueUnconfirmed: AWS does not/,
    ],
  ])("is refused without %s", (_what, part, by, reads) => {
    expect(readOf(part, by)).toEqual([expect.stringMatching(reads)]);
  });

  test.each([
    [
      "a secret instead of its place",
      "arn:aws:secretsmanager:eu-west-3:123456789012:secret:office/relay-1a2B3c",
      "hunter2",
      /^16:\d+: BadSecretReference: not the ARN/,
    ],
    [
      "an SPF mechanism",
      "  deliversFrom",
      "  spf: include:x.example\n  deliversFrom",
      /^13:\d+: RelayKeyNotAllowed: a relay on AWS decides this itself; remove "spf"$/,
    ],
    [
      "a smart host",
      "{ credentials",
      "{ host: x.example, credentials",
      /^14:\d+: RelayKeyNotAllowed: the smart host is Amazon SES/,
    ],
    [
      "a Region without it",
      "  deliversFrom",
      "  region: eu-south-2\n  deliversFrom",
      /RelayRegionUnknown: Amazon SES Mail Manager is not in "eu-south-2"/,
    ],
    [
      "another vendor",
      "vendor: ses-mail-manager",
      "vendor: spamexperts",
      /RelayKeyNotAllowed: "mailManager" is for ses-mail-manager; remove it/,
    ],
  ])("is refused with %s", (_what, part, by, reads) => {
    expect(readOf(part, by)).toContainEqual(expect.stringMatching(reads));
  });
});
