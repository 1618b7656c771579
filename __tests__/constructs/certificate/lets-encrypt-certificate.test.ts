import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import {
  LetsEncryptCertificate,
  type LetsEncryptCertificateProps,
} from "../../../constructs/certificate/lets-encrypt-certificate";
import { AcmeProvider } from "../../../providers/acme/provider";
import { OFFICE_REQUEST } from "../../certificate-requests";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

function certificate(props: Partial<LetsEncryptCertificateProps>): {
  readonly stack: SynthesizedStack;
  readonly made: LetsEncryptCertificate;
} {
  let made: LetsEncryptCertificate | undefined;
  const stack = synthesized((scope) => {
    new AwsProvider(scope, "aws", { region: "eu-west-3" });
    new AcmeProvider(scope, "acme", { serverUrl: "https://acme-v02.api.letsencrypt.org/directory" });
    made = new LetsEncryptCertificate(scope, "certificate", {
      names: ["mail.office.example", "autodiscover.office.example", "mail.office.example"],
      dnsChallenge: { provider: "cloudflare" },
      appliesEveryDays: 7,
      ...props,
    });
    new TerraformOutput(scope, "chain", { value: made.chain, staticId: true });
  });
  return { stack, made: made as LetsEncryptCertificate };
}

describe("a certificate of Let's Encrypt for a request from the server", () => {
  const { stack, made } = certificate({ request: OFFICE_REQUEST });

  test("is ordered for that request, renewed in the last third of its life or when the authority says so", () => {
    expect(stack.only("acme_certificate")).toMatchObject({
      account_key_pem: expect.stringMatching(/^\$\{acme_registration\.[\w]+\.account_key_pem\}$/),
      certificate_request_pem: OFFICE_REQUEST,
      profile: "classic",
      min_days_dynamic: true,
      use_renewal_info: true,
      dns_challenge: [{ provider: "cloudflare" }],
      lifecycle: { create_before_destroy: true },
    });
    expect(stack.only("acme_certificate")).not.toHaveProperty("common_name");
    expect(stack.only("acme_certificate")).not.toHaveProperty("key_type");
  });

  test("is not revoked when another takes its place, because the server still shows it then", () => {
    expect(stack.only("acme_certificate").revoke_certificate_on_destroy).toBe(false);
  });

  test("comes from an account that tells the authority nothing but its key", () => {
    expect(Object.keys(stack.only("acme_registration"))).toEqual(["//"]);
  });

  test("is not in AWS, and its chain is public", () => {
    expect(stack.all("aws_acm_certificate")).toEqual([]);
    expect(made.certificateArn).toBeUndefined();
    expect(stack.json.output).toMatchObject({
      chain: {
        value: expect.stringMatching(/^\$\{acme_certificate\.\w+\.certificate_pem\}\$\{.*issuer_pem\}$/),
      },
    });
  });

  test("says what others need to know", () => {
    expect(made).toMatchObject({
      names: ["mail.office.example", "autodiscover.office.example"],
      authority: "Let's Encrypt",
      installable: true,
      caaIssuers: [{ domain: "letsencrypt.org", parameters: { validationmethods: "dns-01" } }],
      key: { algorithm: "RSA", bits: 2048 },
      renewal: { by: "apply", window: { lifetimeDividedBy: 3 }, everyDays: 7 },
    });
  });

  test("takes another profile, settings of the challenge that are no secrets, and resolvers", () => {
    const { stack: other } = certificate({
      request: OFFICE_REQUEST,
      profile: "tlsserver",
      dnsChallenge: { provider: "route53", config: { AWS_REGION: "eu-west-3" } },
      resolvers: ["9.9.9.9:53"],
    });

    expect(other.only("acme_certificate")).toMatchObject({
      profile: "tlsserver",
      dns_challenge: [{ provider: "route53", config: { AWS_REGION: "eu-west-3" } }],
      recursive_nameservers: ["9.9.9.9:53"],
    });
  });

  test("fails without a request, and says how to make one", () => {
    expect(() => certificate({})).toThrow(
      /^test\/certificate: CertificateRequestMissing: .*New-ExchangeCertificate -GenerateRequest/,
    );
  });

  test("fails without a name", () => {
    expect(() => certificate({ names: [], keyInState: true })).toThrow(
      "test/certificate: CertificateWithoutNames: a certificate needs at least the mail host's name",
    );
  });

  test.each([
    [8, "only one surely falls"],
    [16, "not one surely falls"],
  ])(
    "fails with applies every %d days: the last third of the shortest life has 15",
    (appliesEveryDays, falls) => {
      expect(() => certificate({ request: OFFICE_REQUEST, appliesEveryDays })).toThrow(
        `test/certificate: CertificateAppliedTooSeldom: of applies every ${appliesEveryDays} days, ${falls} into the last 15 days of a certificate of 45 days, in which it is renewed; apply every 7 days at least, so that one may fail`,
      );
    },
  );
});

describe("a certificate of Let's Encrypt whose key lies in the state", () => {
  const { stack, made } = certificate({ keyInState: true });

  test("is ordered by its names, with a key that Exchange takes", () => {
    expect(stack.only("acme_certificate")).toMatchObject({
      common_name: "mail.office.example",
      subject_alternative_names: ["autodiscover.office.example"],
      key_type: "2048",
    });
    expect(stack.only("acme_certificate")).not.toHaveProperty("certificate_request_pem");
  });

  test("is brought to AWS, for what stands in front of the server", () => {
    expect(stack.only("aws_acm_certificate")).toMatchObject({
      private_key: expect.stringMatching(/^\$\{acme_certificate\.[\w-]+\.private_key_pem\}$/),
      certificate_body: expect.stringMatching(/certificate_pem\}$/),
      certificate_chain: expect.stringMatching(/issuer_pem\}$/),
    });
    expect(made.certificateArn).toEqual(expect.any(String));
  });

  test("says so aloud", () => {
    expect(made.node.metadata.map(({ type, data }) => `${type}: ${String(data)}`)).toEqual([
      expect.stringMatching(/^@cdktf\/warn: CertificateKeyInState: .* in clear/),
    ]);
  });
});
