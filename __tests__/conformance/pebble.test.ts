import { X509Certificate } from "node:crypto";
import { Agent } from "node:https";
import { join } from "node:path";
import * as acme from "acme-client";
import { postureOf } from "../../posture/posture";
import { type Json, TerraformJson } from "../../posture/terraform-json";
import { synthesizeClient } from "../../stacks/synthesize";
import { exchangeFacts } from "../../tools/runbook/exchange-facts";
import { TODAY } from "../clinic";
import { changed, clientsFolder, ON_SERVER_CLIENT } from "../stacks/client-files";
import { type Pebble, startPebble } from "./pebble";
import { mayChange, type RecordChange } from "./policy-holder";
import { pythonTool } from "./python-tool";
import { RecordServer } from "./record-server";

// What an engineer's client file becomes: its records, its certificate and what its server may write.
const FILE = changed(
  ON_SERVER_CLIENT,
  "dns:\n",
  "  - name: étude.example\n    zoneId: 0a1b2c3d4ecef8ad9ca31a8372d0c353\ndns:\n",
);
const json = synthesizeClient(clientsFolder({ "office.yaml": FILE }), "office") as Json;
const { certificates, records } = postureOf(json, TODAY);
const NAMES = certificates.flatMap(({ names }) => names);
const CHALLENGE = exchangeFacts("office", json, TODAY).order?.challengeName ?? "";
const POLICY = new TerraformJson(json).all("aws_iam_policy")[0]?.attributes.policy ?? "";

const server = new RecordServer(records);
let listening: string;
let pebble: Pebble;
let client: acme.Client;

beforeAll(async () => {
  listening = await server.start();
  pebble = await startPebble(listening);
  acme.axios.defaults.httpsAgent = new Agent({ ca: pebble.servedWith });
  client = new acme.Client({
    directoryUrl: pebble.directoryUrl,
    accountKey: await acme.crypto.createPrivateEcdsaKey(),
    backoffMin: 50,
    backoffMax: 200,
  });
});

afterEach(() => server.publish(records));

afterAll(async () => {
  await pebble?.stop();
  await server.stop();
});

/** Changes a record set with what the stack lets the server do, and nothing more. */
function change(what: RecordChange, texts: ReadonlySet<string>): void {
  if (!mayChange(POLICY, what)) {
    throw new Error(`AccessDenied: ${what.action} ${what.type} ${what.name}`);
  }
  server.write(what.name, texts);
}

/** Writes the texts that answer challenges, as the server would. */
function answer(texts: readonly string[]): void {
  change({ action: "UPSERT", name: CHALLENGE, type: "TXT" }, new Set(texts));
}

/**
 * Orders a certificate as the server would: with a new key, answering the challenges itself.
 *
 * @param write text that answers a challenge; the challenge's own unless given
 */
async function order(write = (text: string): string => text): Promise<X509Certificate> {
  const [commonName = ""] = NAMES;
  const [, csr] = await acme.crypto.createCsr(
    { commonName, altNames: [...NAMES] },
    await acme.crypto.createPrivateRsaKey(2048),
  );
  const chain = await client.auto({
    csr,
    termsOfServiceAgreed: true,
    challengePriority: ["dns-01"],
    // Pebble asks the stack's records itself; this machine's resolver does not know them.
    skipChallengeVerification: true,
    challengeCreateFn: async (_authorization, _challenge, text) =>
      answer([...server.texts(CHALLENGE), write(text)]),
    challengeRemoveFn: async (_authorization, _challenge, text) =>
      answer([...server.texts(CHALLENGE)].filter((other) => other !== write(text))),
  });
  return new X509Certificate(chain);
}

/** For which names an authority may issue, by the checker that authorities run. */
async function admitted(
  authority: string,
  names: readonly string[] = NAMES,
): Promise<Readonly<Record<string, boolean>>> {
  const [address = "", port = ""] = listening.split(":");
  const { output, errors, status } = await pythonTool("open-mpic-core").runBeside(
    "python",
    join(__dirname, "caa-check.py"),
    address,
    port,
    authority,
    ...names,
  );
  expect({ errors, status }).toEqual({ errors: "", status: 0 });
  return JSON.parse(output);
}

const everyName = (value: boolean): Readonly<Record<string, boolean>> =>
  Object.fromEntries(NAMES.map((name) => [name, value]));

describe("a certificate that the server orders itself, at Pebble", () => {
  test("is about several domains, an internationalised one among them", () => {
    expect(NAMES).toEqual([
      "autodiscover.office.example",
      "autodiscover.xn--tude-9oa.example",
      "mail.office.example",
    ]);
  });

  test("is issued for the names of the stack, with an RSA key, through the delegated zone", async () => {
    const certificate = await order();

    expect(certificate.subjectAltName?.split(", ").sort()).toEqual(NAMES.map((name) => `DNS:${name}`).sort());
    expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
    expect(certificate.publicKey.asymmetricKeyType).toBe("rsa");
    expect([...server.texts(CHALLENGE)]).toEqual([]);
  });

  test("is renewed by another order, which proves every name again", async () => {
    const [first, second] = [await order(), await order()];

    expect(second.serialNumber).not.toBe(first.serialNumber);
    expect(second.subjectAltName).toBe(first.subjectAltName);
    expect(second.publicKey.equals(first.publicKey)).toBe(false);
  });

  test("is refused where a challenge is answered wrongly", async () => {
    await expect(order((text) => `${text}x`)).rejects.toThrow("Correct value not found for DNS challenge");
  });

  test.each(NAMES)("is refused without the delegation of %s", async (name) => {
    server.publish(records.filter((record) => record.name !== `_acme-challenge.${name}`));

    await expect(order()).rejects.toThrow(`_acme-challenge.${name}`);
  });

  test.each<[string, RecordChange]>([
    ["the MX", { action: "UPSERT", name: "office.example", type: "MX" }],
    ["the SPF record", { action: "UPSERT", name: "office.example", type: "TXT" }],
    ["the delegation", { action: "DELETE", name: "_acme-challenge.mail.office.example", type: "CNAME" }],
    [
      "what may be certified in the challenge zone",
      { action: "DELETE", name: "acme-challenge.office.example", type: "CAA" },
    ],
    [
      "a challenge of the challenge zone itself",
      { action: "UPSERT", name: "_acme-challenge.acme-challenge.office.example", type: "TXT" },
    ],
    ["an alias in the place of the answer", { action: "UPSERT", name: CHALLENGE, type: "CNAME" }],
  ])("gives its server no way to change %s", (_what, wanted) => {
    expect(() => change(wanted, new Set(["x"]))).toThrow("AccessDenied");
  });
});

// Pebble looks at no CAA (https://github.com/letsencrypt/pebble/issues/476); the checker of Open MPIC does, over DNS.
describe("the CAA records of the stack, asked for over DNS", () => {
  test("admit Let's Encrypt for every name, and no other authority", async () => {
    expect(await admitted("letsencrypt.org")).toEqual(everyName(true));
    expect(await admitted("amazon.com")).toEqual(everyName(false));
  });

  test("refuse Let's Encrypt where they name another, as our own rule does", async () => {
    const other = JSON.parse(
      JSON.stringify(json).replaceAll("letsencrypt.org; validationmethods=dns-01", "digicert.com"),
    );
    const posture = postureOf(other, TODAY);
    server.publish(posture.records);

    expect(await admitted("letsencrypt.org")).toEqual(everyName(false));
    expect(await admitted("digicert.com")).toEqual(everyName(true));
    expect(
      posture.findings
        .filter(({ rule }) => rule === "caa-certificate-forbidden")
        .map(({ message }) => message),
    ).toEqual(NAMES.map((name) => expect.stringContaining(`issue for "${name}"`)));
  });

  test("let nobody issue for the zone in which the server may write", async () => {
    const zone = CHALLENGE.replace("_challenge.", "");
    const names = [zone, `mail.${zone}`, `*.${zone}`];

    expect(await admitted("letsencrypt.org", names)).toEqual(
      Object.fromEntries(names.map((name) => [name, false])),
    );
  });
});
