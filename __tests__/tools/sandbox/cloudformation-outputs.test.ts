import { stackOutputs } from "../../../tools/sandbox/values/cloudformation-outputs";

const outputs = (template: unknown, key = "clinic/aws_cloudformation_stack.relay") =>
  stackOutputs({
    kind: "resource",
    type: "aws_cloudformation_stack",
    key,
    region: "eu-west-3",
    revision: 0,
    state: { objects: {}, failures: {} },
    declaredKeys: () => [],
    attribute: () => (typeof template === "string" ? template : JSON.stringify(template)),
  });

const RESOURCES = {
  Door: { Type: "AWS::SES::MailManagerIngressPoint" },
  Copies: { Type: "AWS::SES::MailManagerArchive" },
};
const attribute = (...names: readonly string[]) => ({ Value: { "Fn::GetAtt": names } });

test("a stack has the outputs of its template, in the form the service gives them", () => {
  expect(
    outputs({
      Resources: RESOURCES,
      Outputs: {
        Host: attribute("Door", "ARecord"),
        DoorArn: attribute("Door", "IngressPointArn"),
        Archive: attribute("Copies", "ArchiveId"),
        Other: { Value: { Ref: "Copies" } },
        Port: { Value: 25 },
      },
    }),
  ).toEqual({
    Host: expect.stringMatching(/^[a-z2-7]{12}\.[a-z2-7]{4}\.mail-manager-smtp\.amazonaws\.com$/),
    DoorArn: expect.stringMatching(/^arn:aws:ses:eu-west-3:123456789012:Door\/[0-9a-f]{8}$/),
    Archive: expect.stringMatching(/^a-[a-z2-7]{24}$/),
    Other: expect.stringMatching(/^Copies-[0-9a-f]{12}$/),
    Port: "25",
  });
});

test("an endpoint has the same host in every run, and another stack's has another", () => {
  const template = { Resources: RESOURCES, Outputs: { Host: attribute("Door", "ARecord") } };

  expect(outputs(template)).toEqual(outputs(template));
  expect(outputs(template)).not.toEqual(outputs(template, "notary/aws_cloudformation_stack.relay"));
});

test("a template that is no JSON has no outputs", () => {
  expect(outputs("Outputs: {}")).toEqual({});
  expect(outputs({})).toEqual({});
});
