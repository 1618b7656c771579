import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  Route53ChallengeWriter,
  type Route53ChallengeWriterProps,
} from "../../../constructs/certificate/route53-challenge-writer";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

function writer(props: Pick<Route53ChallengeWriterProps, "outsideAws"> = {}): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new Route53ChallengeWriter(stack, "writer", {
      name: "clinic",
      zoneId: "Z0123456789ABCDEFGHIJ",
      challengeName: "_challenge.acme.clinic.example",
      ...props,
    });
  });
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

function statements(stack: SynthesizedStack): readonly Statement[] {
  return JSON.parse(String(stack.only("aws_iam_policy").policy)).Statement;
}

describe("whoever answers challenges at Route 53", () => {
  test("may write one TXT record of one zone, and nothing else anywhere", () => {
    const all = statements(writer());
    const [writing, ...others] = all;

    expect(writing).toMatchObject({
      Effect: "Allow",
      Action: "route53:ChangeResourceRecordSets",
      Resource: "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
      Condition: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_challenge.acme.clinic.example"],
          "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
        },
      },
    });
    expect(
      others
        .flatMap(({ Action }) => Action)
        .filter((action) => !/^route53:(Get|List)[A-Za-z]+$/.test(`${action}`)),
    ).toEqual([]);
  });

  test("is a server on EC2 by the profile it is launched with", () => {
    const stack = writer();

    expect(stack.only("aws_iam_instance_profile")).toMatchObject({ name: "clinic-challenge-writer" });
    expect(JSON.parse(String(stack.only("aws_iam_role").assume_role_policy))).toMatchObject({
      Statement: [{ Principal: { Service: "ec2.amazonaws.com" } }],
    });
    expect(stack.all("aws_iam_user")).toEqual([]);
  });

  test("is elsewhere a user whose key is nobody's in the state, and worth nothing at another address", () => {
    const stack = writer({ outsideAws: ["8.8.4.4/32"] });

    expect(stack.only("aws_iam_user")).toMatchObject({ name: "clinic-challenge-writer" });
    expect(stack.all("aws_iam_access_key")).toEqual([]);
    expect(stack.all("aws_iam_role")).toEqual([]);
    expect(statements(stack).map(({ Condition }) => Condition?.IpAddress)).toEqual(
      Array(4).fill({ "aws:SourceIp": ["8.8.4.4/32"] }),
    );
  });
});
