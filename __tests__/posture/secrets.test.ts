import { postureOf } from "../../posture/posture";
import { clinicJson, TODAY } from "../clinic";

/** Secrets in short: `in-json tls_private_key.x: what it is`. */
function secretsOf(json: unknown): readonly string[] {
  return postureOf(json, TODAY).secrets.map(({ kind, address, what }) => `${kind} ${address}: ${what}`);
}

/** What the rules about secrets say: `severity rule: address`. */
function findingsOf(json: unknown): readonly string[] {
  return postureOf(json, TODAY)
    .findings.filter(({ rule }) => rule.startsWith("no-secret-"))
    .map(({ severity, rule, address }) => `${severity} ${rule}: ${address}`);
}

const resource = (type: string, attributes: object) => ({ resource: { [type]: { it: attributes } } });

/** Put together here, so that no scanner takes this file for a leak. */
const PRIVATE_KEY = ["-----BEGIN", "EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE", "KEY-----"].join(
  " ",
);
const TOKENS = [
  ["an access key of AWS", `AKIA${"I7EXAMPLE".padEnd(16, "Q")}`],
  ["a key or token of Cloudflare", `cfut_${"a1B2".repeat(12)}`],
  ["a token of GitHub", `ghp_${"a1B2".repeat(9)}`],
  ["a token of GitLab", `glpat-${"a1B2".repeat(5)}`],
  ["a token of Slack", `xoxb-${"123456".repeat(4)}`],
  ["a webhook of Slack", `https://hooks.slack.com/services/T0AB/B0CD/${"x".repeat(24)}`],
  ["a token of Vault", `hvs.${"a1B2".repeat(8)}`],
  ["a JSON Web Token", `eyJ${"hbGci".repeat(4)}.eyJ${"zdWIi".repeat(4)}.${"c2ln".repeat(5)}`],
  ["a password in a URL", "smtp://exchange:winter-2026@smtp.example"],
  ["a password in a text", '$Password = "Winter-2026!"'],
  ["a password in a text", "ConvertTo-SecureString 'Winter-2026!' -AsPlainText -Force"],
] as const;

describe("the secrets of a stack", () => {
  test("are, for the sample clinic, the smart host's credentials, and where they are kept", () => {
    expect(secretsOf(clinicJson())).toEqual([
      "reference output.smart_host: credentials: ssm:/clinic/smart-host",
    ]);
    expect(findingsOf(clinicJson())).toEqual([]);
  });

  test("stand in the JSON as a private key", () => {
    const json = resource("aws_iot_certificate", { csr: PRIVATE_KEY });

    expect(secretsOf(json)).toEqual(["in-json aws_iot_certificate.it: a private key, in csr"]);
    expect(findingsOf(json)).toEqual(["error no-secret-in-json: aws_iot_certificate.it"]);
  });

  test.each(TOKENS)("stand in the JSON as %s, in any text: %s", (what, value) => {
    expect(secretsOf(resource("aws_instance", { user_data: `start ${value}` }))).toEqual([
      `in-json aws_instance.it: ${what}, in user_data`,
    ]);
  });

  test("are never repeated", () => {
    const json = resource("aws_db_instance", { password: "Winter-2026!" });

    expect(JSON.stringify(postureOf(json, TODAY))).not.toContain("Winter");
  });

  test.each([
    ["an attribute", resource("aws_db_instance", { password: "x" }), "a literal, in password"],
    [
      "a write-only attribute",
      resource("aws_db_instance", { password_wo: "x" }),
      "a literal, in password_wo",
    ],
    [
      "an inner block",
      resource("aws_dx_bgp_peer", { peer: [{ bgp_auth_key: "x" }] }),
      "a literal, in peer.bgp_auth_key",
    ],
    [
      "the environment of a function",
      resource("aws_lambda_function", { environment: { variables: { SMTP_PASSWORD: "x" } } }),
      "a literal, in environment.variables.SMTP_PASSWORD",
    ],
    [
      "a CloudFormation template",
      resource("aws_cloudformation_stack", {
        template_body: JSON.stringify({ Resources: { Db: { Properties: { MasterUserPassword: "x" } } } }),
      }),
      "a literal, in template_body.Resources.Db.Properties.MasterUserPassword",
    ],
    [
      "an encrypted parameter",
      resource("aws_ssm_parameter", { type: "SecureString", value: "x" }),
      "a literal, in value",
    ],
    [
      "a Worker's binding",
      resource("cloudflare_workers_script", { bindings: [{ type: "secret_text", name: "KEY", text: "x" }] }),
      "a literal, in bindings.text",
    ],
  ])("stand in the JSON as %s with a literal", (_where, json, what) => {
    expect(
      secretsOf(json)
        .filter((line) => line.startsWith("in-json"))
        .map((line) => line.split(": ")[1]),
    ).toEqual([what]);
  });

  test("stand in the JSON as a provider's own, and as a default", () => {
    expect(
      secretsOf({
        provider: { cloudflare: [{ api_token: "x" }] },
        variable: { token: { sensitive: true, default: "x" } },
      }),
    ).toEqual([
      "in-json provider.cloudflare: a literal, in api_token",
      "in-json variable.token: the default of a sensitive variable",
    ]);
  });

  test.each([
    "tls_private_key",
    "random_password",
    "acme_registration",
    "acme_certificate",
    "aws_iam_access_key",
    "aws_vpn_connection",
    "cloudflare_api_token",
  ])("stand in the state where Terraform makes them: %s", (type) => {
    expect(secretsOf(resource(type, {}))[0]).toContain(`in-state ${type}.it`);
  });

  test("stand in the state where Terraform reads them, or passes them on", () => {
    expect(
      secretsOf({
        data: { aws_secretsmanager_secret_version: { it: { secret_id: "smart-host" } } },
        ...resource("aws_db_instance", {
          password: "${data.aws_secretsmanager_secret_version.it.secret_string}",
        }),
      }),
    ).toEqual([
      "in-state aws_db_instance.it: password: the value of data.aws_secretsmanager_secret_version.it.secret_string",
      "in-state data.aws_secretsmanager_secret_version.it: the value of the secret it reads",
    ]);
  });

  test.each([
    ["of a certificate whose key is made elsewhere", "acme_certificate", { certificate_request_pem: "${x}" }],
    ["of a key that leaves encrypted only", "aws_iam_access_key", { pgp_key: "keybase:msp" }],
    [
      "of a VPN that keeps its keys itself",
      "aws_vpn_connection",
      { preshared_key_storage: "SecretsManager" },
    ],
  ])("do not stand in the state %s", (_why, type, attributes) => {
    expect(secretsOf(resource(type, attributes))).toEqual([]);
  });

  test("are a reference where they are handed over and not kept", () => {
    expect(
      secretsOf({
        variable: {
          token: { sensitive: true },
          once: { sensitive: true, ephemeral: true },
        },
        provider: { cloudflare: [{ api_token: "${var.token}" }] },
        ephemeral: { random_password: { it: { length: 20 } } },
        ...resource("aws_db_instance", { password_wo: "${ephemeral.random_password.it.result}" }),
      }),
    ).toEqual([
      "reference aws_db_instance.it: password_wo: the value of ephemeral.random_password.it.result",
      "reference ephemeral.random_password.it: a value that Terraform reads and does not keep",
      "reference provider.cloudflare: api_token: the value of var.token",
      "reference variable.once: the value of a sensitive variable",
      "reference variable.token: the value of a sensitive variable",
    ]);
  });

  test("are no names, ARNs, switches and public keys", () => {
    expect(
      secretsOf({
        ...resource("aws_instance", {
          metadata_options: { http_tokens: "required" },
          client_token: "once",
          credentials: "arn:aws:iam::123456789012:role/x",
          secret: "${aws_kms_key.x.arn}",
          secret_id: "smart-host",
          password_policy: { require_symbols: true },
          token: "disabled",
          public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJc",
        }),
        output: { dkim: { value: "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" } },
      }),
    ).toEqual([]);
  });
});

describe("a secret in the state", () => {
  const password = resource("random_password", { length: 20 });
  const under = (terraform: object) => findingsOf({ ...password, terraform });

  test.each([
    ["no backend", {}],
    ["a local backend", { backend: { local: { path: "x.tfstate" } } }],
    ["S3 without a word on encryption", { backend: { s3: { bucket: "states" } } }],
    ["a backend that is not known to encrypt", { backend: { http: { address: "https://x.example" } } }],
  ])("is an error with %s", (_backend, terraform) => {
    expect(under(terraform)).toEqual(["error no-secret-in-state: random_password.it"]);
  });

  test.each([
    ["S3 with encryption", { backend: { s3: { bucket: "states", encrypt: true } } }],
    ["HCP Terraform", { cloud: { organization: "msp" } }],
  ])("is a warning with %s", (_backend, terraform) => {
    expect(under(terraform)).toEqual(["warning no-secret-in-state: random_password.it"]);
  });
});
