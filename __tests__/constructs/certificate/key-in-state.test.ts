import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LetsEncryptCertificate } from "../../../constructs/certificate/lets-encrypt-certificate";
import { AcmeProvider } from "../../../providers/acme/provider";
import { synthesized } from "../../synthesized-stack";
import { type Rehearsal, rehearse } from "../../tools/sandbox/rehearsal";

let rehearsal: Rehearsal;

beforeAll(async () => {
  rehearsal = await rehearse();
});

afterAll(async () => {
  await rehearsal.end();
});

test("a key that Terraform makes is in its state, and in AWS, after an apply that leaves nothing to do", async () => {
  const { json } = synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new AcmeProvider(stack, "acme", { serverUrl: "https://acme-v02.api.letsencrypt.org/directory" });
    new LetsEncryptCertificate(stack, "certificate", {
      names: ["mail.office.example"],
      keyInState: true,
      dnsChallenge: { provider: "route53" },
      appliesEveryDays: 7,
    });
  });
  rehearsal.declare(json);

  expect(await rehearsal.terraform("init", "-input=false")).toMatchObject({ status: 0 });
  expect(await rehearsal.terraform("apply", "-auto-approve", "-input=false")).toMatchObject({ status: 0 });
  expect(await rehearsal.terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({
    status: 0,
  });

  const { text: state } = await rehearsal.terraform("state", "pull");
  const { resources } = JSON.parse(state) as {
    resources: readonly { type: string; instances: readonly { attributes: Record<string, string> }[] }[];
  };
  const attributes = (type: string) => resources.find((each) => each.type === type)?.instances[0]?.attributes;
  expect(attributes("acme_certificate")?.private_key_pem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
  expect(attributes("aws_acm_certificate")?.private_key).toBe(
    attributes("acme_certificate")?.private_key_pem,
  );
});
