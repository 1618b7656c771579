import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";

const RULE = "acme-challenge-scoped";
const CHALLENGE = "_challenge.acme.clinic.example";
const KEYS = "route53:ChangeResourceRecordSets";

interface Changed {
  readonly action?: string | readonly string[];
  readonly notAction?: readonly string[];
  readonly resource?: string;
  readonly names?: readonly string[] | null;
  readonly types?: readonly string[] | null;
  readonly operator?: string;
}

/** A policy that lets its holder answer a challenge, with one thing changed. */
function policy({
  action = KEYS,
  notAction,
  resource = "arn:aws:route53:::hostedzone/${aws_route53_zone.challenges.zone_id}",
  names = [CHALLENGE],
  types = ["TXT"],
  operator = "ForAllValues:StringEquals",
}: Changed = {}): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      ...(notAction === undefined ? { Action: action } : { NotAction: notAction }),
      Resource: resource,
      Condition: {
        [operator]: {
          ...(names === null ? {} : { [`${KEYS}NormalizedRecordNames`]: names }),
          ...(types === null ? {} : { [`${KEYS}RecordTypes`]: types }),
        },
      },
    },
  });
}

function broken(text: string, type = "aws_iam_role_policy"): readonly string[] {
  return postureOf(
    {
      resource: {
        aws_route53_zone: {
          mail: { name: "clinic.example" },
          challenges: { name: "acme.clinic.example" },
        },
        aws_route53_record: {
          alias: {
            zone_id: "${aws_route53_zone.mail.zone_id}",
            name: "_acme-challenge.mail.clinic.example",
            type: "CNAME",
            ttl: 60,
            records: [CHALLENGE],
          },
        },
        [type]: { writer: { policy: text } },
      },
    },
    TODAY,
  ).findings.flatMap(({ rule, message }) => (rule === RULE ? [message] : []));
}

describe("whoever may change records of Route 53", () => {
  test("answers challenges, and the rule is content", () => {
    expect(broken(policy())).toEqual([]);
  });

  test.each<[string, Changed, string]>([
    ["another type", { types: ["TXT", "MX"] }, "records of the type MX"],
    ["another name", { names: [CHALLENGE, "clinic.example"] }, '"clinic.example", where no challenge leads'],
    ["any name", { names: null }, "records of any name or type"],
    ["any type", { types: null }, "records of any name or type"],
    [
      "names that only some must have",
      { operator: "ForAnyValue:StringEquals" },
      "records of any name or type",
    ],
    ["names that look alike", { operator: "ForAllValues:StringLike" }, "records of any name or type"],
    ["every zone", { resource: "arn:aws:route53:::hostedzone/*" }, "zones that the policy does not name"],
    ["everything", { resource: "*" }, "zones that the policy does not name"],
  ])("is told apart where the policy allows %s", (_what, changed, excess) => {
    expect(broken(policy(changed))).toEqual([
      expect.stringContaining(`whoever has this policy may change ${excess}; allow TXT`),
    ]);
  });

  test.each(["*", "route53:*", "Route53:Change*", "route53:ChangeResourceRecordSet?"])(
    "is found by the action %s",
    (action) => {
      expect(broken(policy({ action, names: null }))).toHaveLength(1);
    },
  );

  test("is found by what a statement does not except", () => {
    expect(broken(policy({ notAction: ["iam:*"], names: null }))).toHaveLength(1);
    expect(broken(policy({ notAction: ["route53:*"], names: null }))).toEqual([]);
  });

  test.each(["aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy"])("is found in %s", (type) => {
    expect(broken(policy({ names: null }), type)).toHaveLength(1);
  });

  test("is not whoever reads, or changes what is no record", () => {
    expect(broken(policy({ action: ["route53:GetChange", "s3:*"], names: null }))).toEqual([]);
  });

  test("is anybody whose policy cannot be read and speaks of Route 53", () => {
    expect(broken('${jsonencode({"Action" = "route53:*"})}')).toHaveLength(1);
    expect(broken('${jsonencode({"Action" = "s3:*"})}')).toEqual([]);
  });
});
