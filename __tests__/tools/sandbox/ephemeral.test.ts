import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../../tools/sandbox/cloud/cloud";
import { CloudStore } from "../../../tools/sandbox/cloud/store";
import { WORKDIRS_FILE, WorkingDirectories } from "../../../tools/sandbox/cloud/workdirs";
import { decodeValue, encodeValue } from "../../../tools/sandbox/protocol/codec";
import { SandboxProvider } from "../../../tools/sandbox/provider";
import { familyOf } from "../../../tools/sandbox/schema/families";

const PARAMETER = [
  "object",
  {
    arn: "string",
    name: "string",
    type: "string",
    value: "string",
    version: "number",
    with_decryption: "bool",
  },
] as const;
const ARN = "arn:aws:ssm:eu-west-3:123456789012:parameter/office/unit";

let directory: string;
let provider: SandboxProvider;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sandbox-"));
  const family = familyOf("aws_ssm_parameter");
  if (family === undefined) throw new Error("the sandbox has no provider of AWS");
  const directories = new WorkingDirectories(directory);
  provider = new SandboxProvider(family, new Cloud(new CloudStore(directory), directories), directories);
});

function opened(arn: string) {
  const config = encodeValue(PARAMETER, { arn });
  const { result } = provider.openEphemeralResource({ typeName: "aws_ssm_parameter", config }) as {
    readonly result: Parameters<typeof decodeValue>[1];
  };
  return decodeValue(PARAMETER, result);
}

test("an ephemeral parameter has the value of its ARN, each time it is opened", () => {
  expect(opened(ARN)).toEqual({
    arn: ARN,
    name: "/office/unit",
    type: "SecureString",
    value: expect.stringMatching(/^sandbox-value-[0-9a-f]{32}$/),
    version: 1,
    with_decryption: true,
  });
  expect(opened(ARN)).toEqual(opened(ARN));
  expect(opened(`${ARN}-2`)).not.toMatchObject({ value: (opened(ARN) as { value: string }).value });
});

test("opening one leaves nothing in the sandbox's folder", () => {
  opened(ARN);
  expect(readdirSync(directory)).toEqual([]);
});

test("what is no ARN of a parameter, and a type that is unknown, are refused", () => {
  expect(() => opened("/office/unit")).toThrow("aws_ssm_parameter cannot be read by /office/unit");
  expect(() => provider.openEphemeralResource({ typeName: "aws_lambda_invocation" })).toThrow(
    "the sandbox has no ephemeral type aws_lambda_invocation",
  );
});

test.each([
  ["main.tf.json", JSON.stringify({ ephemeral: { aws_ssm_parameter: { token: { arn: ARN } } } })],
  ["main.tf", `ephemeral "aws_ssm_parameter" "token" {\n  arn = "${ARN}"\n}\n`],
])("the schema of an ephemeral resource is told where %s declares one", (file, text) => {
  const schemas = () =>
    Object.keys(
      (provider.getProviderSchema() as { ephemeralResourceSchemas: object }).ephemeralResourceSchemas,
    );
  expect(schemas()).toEqual([]);
  const stack = join(directory, "stack");
  mkdirSync(stack);
  writeFileSync(join(stack, file), text);
  writeFileSync(join(directory, WORKDIRS_FILE), `${stack}\n`);
  expect(schemas()).toEqual(["aws_ssm_parameter"]);
});
