import fc from "fast-check";
import {
  DESTRUCTIVE_BUCKET_ACTIONS,
  DESTRUCTIVE_KEY_ACTIONS,
} from "../../constructs/core/destructive-actions";
import { backupPolicies } from "../../posture/backup/policies";
import { repositories } from "../../posture/backup/repositories";
import { TerraformJson } from "../../posture/terraform-json";

const DESTRUCTIVE = [...DESTRUCTIVE_BUCKET_ACTIONS, ...DESTRUCTIVE_KEY_ACTIONS];

/** What the posture says of a policy of whoever writes to a bucket. */
function judged(statements: readonly object[]) {
  const stack = new TerraformJson({
    resource: {
      aws_s3_bucket: { mail: { bucket: "mail", object_lock_enabled: true } },
      aws_iam_policy: {
        writer: { policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) },
      },
    },
  } as never);
  return backupPolicies(
    stack,
    repositories(stack, () => true),
  );
}

const WRITES = { Effect: "Allow", Action: ["s3:PutObject"], Resource: "${aws_s3_bucket.mail.arn}/*" };
const FROM_THE_SITE = {
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  Condition: { NotIpAddress: { "aws:SourceIp": ["198.51.100.10/32"] } },
};

/** The same action in another spelling that IAM takes for it. */
const spelt = (action: string): fc.Arbitrary<string> =>
  fc.constantFrom(action, action.toUpperCase(), `${action.slice(0, -1)}?`, `${action.slice(0, -2)}*`);

test("whatever is left out of a denial is said to be left out, and nothing else", () => {
  fc.assert(
    fc.property(fc.subarray(DESTRUCTIVE), (leftOut) => {
      const [fact] = judged([
        WRITES,
        FROM_THE_SITE,
        { Effect: "Deny", Action: DESTRUCTIVE.filter((action) => !leftOut.includes(action)), Resource: "*" },
      ]);

      expect(fact?.notDenied).toEqual(leftOut);
      expect(fact?.mayDestroy).toEqual([]);
      expect(fact?.fromAnywhere).toBe(false);
    }),
  );
});

test("whatever is allowed and not denied is found, in every spelling", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DESTRUCTIVE).chain((action) => fc.tuple(fc.constant(action), spelt(action))),
      ([action, spelling]) => {
        const [fact] = judged([WRITES, FROM_THE_SITE, { Effect: "Allow", Action: spelling, Resource: "*" }]);

        expect(fact?.mayDestroy).toContain(action);
      },
    ),
  );
});

test.each<readonly [what: string, statement: object]>([
  [
    "under a condition",
    {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    },
  ],
  ["for one resource", { Effect: "Deny", Action: "*", Resource: "arn:aws:s3:::other" }],
  ["for all but some", { Effect: "Deny", NotAction: DESTRUCTIVE, Resource: "*" }],
])("a denial %s denies nothing that counts", (_what, statement) => {
  expect(judged([WRITES, FROM_THE_SITE, statement])[0]?.notDenied).toEqual(DESTRUCTIVE);
});

test.each<readonly [what: string, condition: object, fromAnywhere: boolean]>([
  ["an endpoint", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, false],
  ["the whole internet", { NotIpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } }, true],
  ["nothing", { Bool: { "aws:ViaAWSService": "false" } }, true],
  ["two halves of the internet", { NotIpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }, true],
  [
    "a site, and to what no service of AWS asks",
    { NotIpAddressIfExists: { "aws:SourceIp": "198.51.100.10/32" }, Bool: { "aws:ViaAWSService": "false" } },
    false,
  ],
  [
    "a site, and to what a service of AWS asks",
    { NotIpAddress: { "aws:SourceIp": "198.51.100.10/32" }, Bool: { "aws:ViaAWSService": "true" } },
    true,
  ],
  [
    "a site, for whoever has no second factor",
    {
      NotIpAddress: { "aws:SourceIp": "198.51.100.10/32" },
      BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
    },
    true,
  ],
])("a policy that is limited to %s", (_what, Condition, fromAnywhere) => {
  expect(judged([WRITES, { ...FROM_THE_SITE, Condition }])[0]?.fromAnywhere).toBe(fromAnywhere);
});

test("a policy that only reads is none of a writer's", () => {
  expect(judged([{ ...WRITES, Action: "s3:GetObject" }])).toEqual([]);
});
