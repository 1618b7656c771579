import { resources, type Tree } from "../clinic";
import { type CheckovFailure, checkovFailures } from "./checkov";
import { CHECKOV_EXCEPTIONS, type CheckovException } from "./checkov-exceptions";
import { SAMPLE_STACKS } from "./sample-stacks";

function excuses(
  { checks, resources: addresses, where }: CheckovException,
  failure: CheckovFailure,
): boolean {
  return (
    checks.includes(failure.check) &&
    addresses.test(failure.address) &&
    (where === undefined || where(failure.attributes))
  );
}

function unexplained(found: readonly CheckovFailure[]): readonly CheckovFailure[] {
  return found.filter((failure) => !CHECKOV_EXCEPTIONS.some((exception) => excuses(exception, failure)));
}

describe("checkov", () => {
  let found: readonly CheckovFailure[];

  beforeAll(() => {
    found = checkovFailures(SAMPLE_STACKS);
  });

  test("has nothing against the stacks that is not explained", () => {
    expect(
      unexplained(found).map(
        ({ stack, check, address, demands }) => `${stack}: ${check} ${address}: ${demands}`,
      ),
    ).toEqual([]);
  });

  test("still has all against them that is explained", () => {
    const idle = CHECKOV_EXCEPTIONS.flatMap((exception) =>
      exception.checks
        .filter((check) => !found.some((failure) => failure.check === check && excuses(exception, failure)))
        .map((check) => `${check} ${exception.resources}`),
    );

    expect(idle).toEqual([]);
  });
});

/** What makes a stack worse, and the check that must see it. */
type Worsening = readonly [what: string, check: string, of: string, change: (stack: Tree) => void];

/** Changes the first resource of a type. */
const first =
  (type: string, change: object) =>
  (stack: Tree): void => {
    Object.assign(resources(stack, type)[0] as Tree, change);
  };

/** Takes all resources of some types away. */
const without =
  (...types: readonly string[]) =>
  (stack: Tree): void => {
    for (const type of types) {
      expect(Object.keys(stack.resource as Tree)).toContain(type);
      delete (stack.resource as Tree)[type];
    }
  };

const WORSE: readonly Worsening[] = [
  [
    "remote desktop open to everyone",
    "CKV_AWS_25",
    "clinic",
    first("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "0.0.0.0/0", from_port: 3389, to_port: 3389 }),
  ],
  [
    "rules in the default security group",
    "CKV2_AWS_12",
    "clinic",
    first("aws_default_security_group", {
      ingress: [{ protocol: "-1", self: true, from_port: 0, to_port: 0 }],
    }),
  ],
  [
    "a firewall that may be deleted",
    "CKV_AWS_344",
    "clinic",
    first("aws_networkfirewall_firewall", { delete_protection: false }),
  ],
  ["no firewall log", "CKV2_AWS_63", "clinic", without("aws_networkfirewall_logging_configuration")],
  ["no record of packets", "CKV2_AWS_11", "clinic", without("aws_flow_log")],
  [
    "logs in the clear",
    "CKV_AWS_158",
    "clinic",
    first("aws_cloudwatch_log_group", { kms_key_id: undefined }),
  ],
  [
    "logs kept for a month",
    "CKV_AWS_338",
    "clinic",
    first("aws_cloudwatch_log_group", { retention_in_days: 30 }),
  ],
  [
    "a subnet that admits everyone on every port",
    "CKV_AWS_352",
    "clinic",
    first("aws_network_acl_rule", { cidr_block: "0.0.0.0/0" }),
  ],
  [
    "a topic in the clear",
    "CKV_AWS_26",
    "relay on AWS",
    first("aws_sns_topic", { kms_master_key_id: undefined }),
  ],
  [
    "old TLS for the policies",
    "CKV_AWS_174",
    "notary",
    first("aws_cloudfront_distribution", {
      viewer_certificate: { acm_certificate_arn: "arn:aws:acm:x", minimum_protocol_version: "TLSv1" },
    }),
  ],
  [
    "an unsigned zone",
    "CKV2_AWS_38",
    "notary",
    without("aws_route53_hosted_zone_dnssec", "aws_route53_key_signing_key"),
  ],
];

describe("checkov does not pass", () => {
  let found: readonly CheckovFailure[];

  beforeAll(() => {
    found = unexplained(
      checkovFailures(
        new Map(
          WORSE.map(([what, , of, change]) => {
            const stack = structuredClone(SAMPLE_STACKS.get(of)) as Tree;
            change(stack);
            // Properties that were set to undefined leave.
            return [what, JSON.parse(JSON.stringify(stack)) as Tree];
          }),
        ),
      ),
    );
  });

  test.each(WORSE)("%s", (what, check) => {
    expect(found.filter(({ stack }) => stack === what).map((failure) => failure.check)).toContain(check);
  });
});

test("checkov judges every policy of the stacks", () => {
  const everything =
    '"Statement" = [{"Effect" = "Allow", "Principal" = {"AWS" = "*"}, "Action" = "*", "Resource" = "*"}, ';
  const policies: string[] = [];
  const worse = [...SAMPLE_STACKS].map(([id, stack]) => {
    const changed = JSON.parse(JSON.stringify(stack)) as Tree;
    for (const [type, named] of Object.entries(changed.resource as Tree)) {
      for (const [name, attributes] of Object.entries(named)) {
        for (const [attribute, value] of Object.entries(attributes)) {
          if (/^\$\{jsonencode\(.*"Statement" = /.test(String(value))) {
            const policy = String(value).replace('"Statement" = [', () => everything);
            Object.assign(attributes, { [attribute]: policy });
            policies.push(`${id}: ${type}.${name}`);
          }
        }
      }
    }
    return [id, changed] as const;
  });
  const found = unexplained(checkovFailures(new Map(worse)));

  const judged = new Set(found.map(({ stack, address }) => `${stack}: ${address}`));

  expect(policies).not.toEqual([]);
  expect(policies.filter((policy) => !judged.has(policy))).toEqual([]);
});
