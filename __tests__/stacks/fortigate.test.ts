import { postureOf } from "../../posture/posture";
import { synthesizeClient } from "../../stacks/synthesize";
import { TODAY, type Tree } from "../clinic";
import { changed, clientsFolder, FLEET, FORTIGATE_CLIENT, FORTIGATE_SECTION } from "./client-files";

const IN_STATE = `certificate:
  issuer: lets-encrypt
  key: in-state
  appliesEveryDays: 7
`;

const NO_AWS = changedSection('  aws: { account: "123456789012", region: eu-west-3 }\n', "").replace(
  "certificate:\n  issuer: lets-encrypt-on-server\n",
  IN_STATE,
);

function changedSection(part: string, by: string): string {
  return FORTIGATE_CLIENT.replace(FORTIGATE_SECTION, () => FORTIGATE_SECTION.replace(part, () => by));
}

function json(client: string): Tree {
  const fleet = changed(
    FLEET,
    "kind: local",
    "kind: s3\n  bucket: states\n  region: eu-west-3\n  kmsKeyId: alias/states",
  );
  return synthesizeClient(clientsFolder({ "fleet.yaml": fleet, "office.yaml": client }), "office") as Tree;
}

function types(tree: Tree): readonly string[] {
  return Object.keys(tree.resource as Tree);
}

describe("a client file with a FortiGate", () => {
  test("lets in 25 from the relay and 443, administers nothing from outside, and breaks no rule", () => {
    const { exposures, management, findings } = postureOf(json(FORTIGATE_CLIENT), TODAY);

    expect(
      exposures.map(({ from, protocol, fromPort, toPort }) => [from, protocol, fromPort, toPort]),
    ).toEqual([
      ["internet", "tcp", 25, 25],
      ["internet", "tcp", 443, 443],
    ]);
    expect(exposures[0]?.sources).toEqual(["185.201.16.0/22"]);
    expect(management).toEqual([]);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("needs no provider of AWS where nothing is there", () => {
    const tree = json(NO_AWS);

    expect(Object.keys((tree.terraform as Tree).required_providers as Tree).sort()).toEqual([
      "acme",
      "cloudflare",
      "fortios",
    ]);
    expect(types(tree).filter((type) => type.startsWith("aws_"))).toEqual([]);
  });

  test("has its unit by exact version, never without a look at who answers, and no token", () => {
    const { provider, terraform } = json(FORTIGATE_CLIENT);

    expect((provider as Tree).fortios).toEqual([{ insecure: false }]);
    expect(((terraform as Tree).required_providers as Tree).fortios).toEqual({
      source: "fortinetdev/fortios",
      version: "1.25.0",
    });
  });

  test("takes the token from a variable that is in no plan and no state", () => {
    const tree = json(
      changedSection(
        "fortiOs: 7.6.4\n",
        "fortiOs: 7.6.4\n    hostName: 192.168.20.1\n    apiToken: env:TF_VAR_unit_token\n    vdom: mail\n",
      ),
    );

    expect((tree.provider as Tree).fortios).toEqual([
      { hostname: "192.168.20.1", insecure: false, token: "${var.unit_token}", vdom: "mail" },
    ]);
    expect((tree.variable as Tree).unit_token).toMatchObject({ ephemeral: true, sensitive: true });
  });

  test.each([
    ["eu-west-3", "arn:aws:ssm:eu-west-3:123456789012:parameter/office/unit"],
    ["us-gov-west-1", "arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/office/unit"],
  ])("takes the token from a parameter in %s, which Terraform reads and does not keep", (region, arn) => {
    const tree = json(
      changedSection("fortiOs: 7.6.4\n", "fortiOs: 7.6.4\n    apiToken: ssm:/office/unit\n").replace(
        "region: eu-west-3 }",
        `region: ${region} }`,
      ),
    );

    expect(tree.ephemeral).toEqual({
      aws_ssm_parameter: { fortigate_token: { arn, with_decryption: true } },
    });
    expect((tree.provider as Tree).fortios).toEqual([
      { insecure: false, token: "${ephemeral.aws_ssm_parameter.fortigate_token.value}" },
    ]);
    expect(tree.variable).toBeUndefined();
    const { findings, secrets } = postureOf(tree, TODAY);
    expect(findings.filter(({ rule }) => rule.startsWith("no-secret"))).toEqual([]);
    expect(
      secrets
        .filter(({ address }) => /fortigate_token|fortios/.test(address))
        .map(({ kind, what }) => [kind, what]),
    ).toEqual([
      ["reference", "a value that Terraform reads and does not keep"],
      ["reference", "token: the value of ephemeral.aws_ssm_parameter.fortigate_token.value"],
    ]);
  });

  test("brings the certificate that Terraform made to the unit, where 443 is decrypted", () => {
    const tree = json(changed(NO_AWS, "  inside:\n", "  tlsInspection: true\n  inside:\n"));
    const [certificate] = Object.values(
      (tree.resource as Record<string, Tree>).fortios_vpncertificate_local ?? {},
    ) as readonly Tree[];

    expect(certificate?.private_key).toMatch(/^\$\{acme_certificate\.[\w-]+\.private_key_pem\}$/);
    expect(
      postureOf(tree, TODAY).ips.map(({ address, decrypts }) => [address.includes("in-443"), decrypts]),
    ).toEqual([
      [false, []],
      [true, [{ fromPort: 443, toPort: 443 }]],
    ]);
  });

  test("is in force in its last stage, and states it", () => {
    const tree = json(
      changed(
        FORTIGATE_CLIENT,
        "  inside:\n",
        "  ips:\n    stages:\n      - { stage: detect, since: 2026-10-01 }\n      - { stage: prevent-reputation, since: 2026-11-02 }\n  inside:\n",
      ),
    );

    expect((tree.output as Record<string, Tree>).rollouts?.value).toEqual([
      { of: "ips", stage: "prevent-reputation", since: "2026-11-02" },
    ]);
    const sensors = Object.values(
      (tree.resource as Record<string, Record<string, Tree>>).fortios_ips_sensor ?? {},
    );
    expect(sensors.map((each) => each.scan_botnet_connections).filter((each) => each !== undefined)).toEqual([
      "block",
    ]);
  });

  test("lets the server answer challenges from the addresses that it sends from", () => {
    const policies = JSON.stringify(
      (json(FORTIGATE_CLIENT).resource as Tree).aws_iam_policy ?? json(FORTIGATE_CLIENT).data,
    );

    expect(policies).toContain("8.8.4.4/32");
  });
});
