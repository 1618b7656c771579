import { postureOf } from "../../posture/posture";
import { loadClientFiles } from "../../stacks/client";
import { stackJson } from "../../stacks/synthesize";
import { OFFICE_REQUEST } from "../certificate-requests";
import { TODAY, type Tree } from "../clinic";
import { CLIENT, changed, clientsFolder, FLEET, problemsIn } from "./client-files";

const REQUEST = `  request: |\n${OFFICE_REQUEST.replace(/^(?=.)/gm, "    ")}`;
const ORDERED = `${CLIENT}certificate:\n  issuer: lets-encrypt\n  appliesEveryDays: 7\n`;
const ENCRYPTED = changed(
  FLEET,
  "kind: local",
  "kind: s3\n  bucket: states\n  region: eu-west-3\n  kmsKeyId: alias/states",
);

function stackOf(client: string, fleet = ENCRYPTED): Tree {
  const files = loadClientFiles(clientsFolder({ "office.yaml": client, "fleet.yaml": fleet }));
  const [only] = files.clients;
  return stackJson(only as (typeof files.clients)[number], files.fleet) as Tree;
}

const first = (json: Tree, type: string): Tree =>
  Object.values((json.resource as Tree)[type] ?? {})[0] as Tree;

const findings = (json: Tree): readonly string[] =>
  postureOf(json, TODAY).findings.map(({ rule, severity, address }) => `${rule}: ${severity}: ${address}`);

const records = (json: Tree, type: string): readonly string[] =>
  postureOf(json, TODAY)
    .records.filter((record) => record.type === type)
    .map(({ name, value }) => `${name} ${value}`);

describe("a client with a certificate of Let's Encrypt for its server's request", () => {
  const json = stackOf(`${ORDERED}${REQUEST}`);

  test("orders from the authority, proves the names at its DNS host, and writes no secret down", () => {
    expect(json.provider).toMatchObject({
      acme: [{ server_url: "https://acme-v02.api.letsencrypt.org/directory" }],
    });
    expect(first(json, "acme_certificate")).toMatchObject({
      certificate_request_pem: OFFICE_REQUEST,
      dns_challenge: [{ provider: "cloudflare" }],
    });
    expect(postureOf(json, TODAY).secrets.filter(({ kind }) => kind === "in-json")).toEqual([]);
  });

  test("states what it has, and hands out the certificate", () => {
    expect((json.output as Tree).certificate?.value).toEqual({
      names: ["mail.office.example", "autodiscover.office.example"],
      issuer: "Let's Encrypt",
      caa_domains: ["letsencrypt.org"],
      key: { algorithm: "RSA", bits: 2048 },
      lifetimes: [{ days: 90 }, { days: 64, from: "2027-02-10" }, { days: 45, from: "2028-02-16" }],
      installable: true,
      renewal: { by: "apply", window: { lifetime_divided_by: 3 }, every_days: 7 },
    });
    expect(json.output).toHaveProperty("certificate_pem");
    expect(json.output).not.toHaveProperty("certificate_arn");
  });

  test("lets that authority certify, proved through DNS, and nobody else", () => {
    expect(records(json, "CAA").filter((record) => record.includes(" issue "))).toEqual([
      'mail.office.example 0 issue "letsencrypt.org; validationmethods=dns-01"',
    ]);
  });

  test("breaks no rule about certificates; the key of the account lies in the state, and a rule says so", () => {
    expect(findings(json).filter((finding) => /^(certificate|caa|no-secret)/.test(finding))).toEqual([
      expect.stringMatching(/^no-secret-in-state: warning: acme_certificate\./),
      expect.stringMatching(/^no-secret-in-state: warning: acme_registration\./),
    ]);
  });

  test("is refused where the state is a plain file, because of that key", () => {
    expect(findings(stackOf(`${ORDERED}${REQUEST}`, FLEET))).toContainEqual(
      expect.stringMatching(/^no-secret-in-state: error: acme_registration\./),
    );
  });
});

test("names of the whole domain may be certified by Let's Encrypt where the domain restricts them", () => {
  const restricted = changed(
    `${ORDERED}${REQUEST}`,
    "    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n",
    "    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n    caa: { issue: [digicert.com] }\n",
  );

  expect(
    records(stackOf(restricted), "CAA").filter((record) => /^office\.example.* issue /.test(record)),
  ).toEqual([
    'office.example 0 issue "digicert.com"',
    'office.example 0 issue "letsencrypt.org; validationmethods=dns-01"',
  ]);
});

test("at Route 53 the challenge is told a Region and no credentials", () => {
  const moved = changed(`${ORDERED}${REQUEST}`, "host: cloudflare", "host: route53").replace(
    "023e105f4ecef8ad9ca31a8372d0c353",
    "Z0123456789ABCDEFGHIJ",
  );

  expect(first(stackOf(moved), "acme_certificate").dns_challenge).toEqual([
    { provider: "route53", config: { AWS_REGION: "eu-west-3" } },
  ]);
});

test("an alias is a name of the certificate and leads to the mail host, with any issuer", () => {
  const json = stackOf(`${CLIENT}certificate: { issuer: acm, aliases: [webmail.office.example] }\n`);

  expect(first(json, "aws_acm_certificate").subject_alternative_names).toEqual([
    "autodiscover.office.example",
    "webmail.office.example",
  ]);
  expect(records(json, "CNAME")).toContainEqual("webmail.office.example mail.office.example");
});

describe("a client whose key lies in the state", () => {
  const inState = `${ORDERED}  key: in-state\n`;

  test("can have its requests decrypted, and is warned of the key", () => {
    const json = stackOf(
      `${changed(inState, "    cidr: 10.20.0.0/24\n", "    cidr: 10.20.0.0/24\n  tlsInspection: true\n")}`,
    );

    expect(first(json, "aws_networkfirewall_tls_inspection_configuration")).toBeDefined();
    expect([...new Set(findings(json).filter((finding) => finding.startsWith("no-secret")))]).toEqual([
      expect.stringMatching(/^no-secret-in-state: warning: acme_certificate\./),
      expect.stringMatching(/^no-secret-in-state: warning: acme_registration\./),
      expect.stringMatching(/^no-secret-in-state: warning: aws_acm_certificate\./),
    ]);
    expect((json.output as Tree).certificate_arn).toBeDefined();
  });

  test("needs no request, and is refused one", () => {
    expect(
      problemsIn({ "office.yaml": `${inState}${REQUEST}`, "fleet.yaml": ENCRYPTED }).map(
        ({ code, message }) => `${code}: ${message}`,
      ),
    ).toEqual([
      'ValueNotAllowed: a request is for a key that is made on the server, and this one is to lie in the state ("key: in-state"); remove one of the two',
    ]);
  });
});
