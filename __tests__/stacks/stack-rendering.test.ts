import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { fleetApp } from "../../stacks/fleet-app";
import { CLIENTS } from "../clinic";
import {
  CLIENT,
  changed,
  clientsFolder,
  EXTERNAL_CLIENT,
  FLEET,
  FORTIGATE_CLIENT,
  MAIL_MANAGER_CLIENT,
  MERAKI_CLIENT,
} from "./client-files";

const S3 = changed(
  FLEET,
  "kind: local",
  "kind: s3\n  bucket: msp-states\n  region: eu-west-3\n  kmsKeyId: alias/states",
);

const HCP = changed(FLEET, "kind: local", "kind: hcp\n  organization: msp");

/** A client that hands a token over, and one that Terraform reads for itself. */
const TOKENS = changed(
  changed(FORTIGATE_CLIENT, "fortiOs: 7.6.4", "fortiOs: 7.6.4\n    apiToken: ssm:/office/fortigate"),
  "host: cloudflare",
  "host: cloudflare\n  apiToken: env:TF_VAR_office_token",
);

/** The stacks of a folder, as CDKTF renders them and as we do. */
function bothWays(clientsDirectory: string): readonly (readonly [unknown, unknown])[] {
  const app = fleetApp({ clientsDirectory, outputDirectory: mkdtempSync(join(tmpdir(), "app-")) });
  return app.node.children.map((stack) => [
    TerraformStack.prototype.toTerraform.call(stack),
    (stack as TerraformStack).toTerraform(),
  ]);
}

test.each([
  ["the sample clients", CLIENTS],
  ["states in S3", clientsFolder({ "fleet.yaml": S3, "office.yaml": CLIENT })],
  ["states at HCP Terraform", clientsFolder({ "fleet.yaml": HCP, "office.yaml": CLIENT })],
  ["a relay on AWS", clientsFolder({ "office.yaml": MAIL_MANAGER_CLIENT })],
  ["tokens of a FortiGate and of a zone", clientsFolder({ "office.yaml": TOKENS })],
  ["a Meraki MX", clientsFolder({ "office.yaml": MERAKI_CLIENT })],
  ["somebody else's firewall", clientsFolder({ "office.yaml": EXTERNAL_CLIENT })],
])("is what CDKTF renders: %s", (_what, folder) => {
  const stacks = bothWays(folder);

  expect(stacks.length).toBeGreaterThan(0);
  for (const [theirs, ours] of stacks) {
    expect(ours).toEqual(theirs);
    // A missing key and one without a value are the same to the line above.
    expect(JSON.stringify(ours).length).toBe(JSON.stringify(theirs).length);
  }
});
