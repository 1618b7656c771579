import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { FortiosProvider } from "../providers/fortios/provider";
import { MerakiProvider } from "../providers/meraki/provider";
import { givenPlaceOf, needsOwnProvider } from "./backup-choice";
import type { Client } from "./client-schema";
import { awsPlaceOf, type FortiGateEdge, givenAwsPlaceOf } from "./edge-schema";
import { ephemeralParameter } from "./ephemeral-parameter";
import type { Fleet } from "./fleet-schema";
import { parameterOf } from "./schema-types";

/** Declares the providers that a client's stack needs; their credentials are those of the environment. */
export function declareProviders(stack: TerraformStack, client: Client, fleet: Fleet): void {
  const aws = awsPlaceOf(client.edge);
  if (aws !== undefined) {
    new AwsProvider(stack, "aws", {
      region: aws.region,
      allowedAccountIds: [aws.account],
      defaultTags: [{ tags: { ...fleet.tags, ...client.tags, client: client.id } }],
    });
  }
  if (client.dns.host === "cloudflare" || fleet.msp.zone?.host === "cloudflare") {
    // The provider reads CLOUDFLARE_API_TOKEN itself.
    const apiToken = tokenOf(
      stack,
      client.dns.apiToken,
      "Cloudflare API token that may edit the client's zones",
    );
    new CloudflareProvider(stack, "cloudflare", apiToken === undefined ? {} : { apiToken });
  }
  if (client.edge.kind === "fortigate") {
    declareUnit(stack, client.edge);
  }
  if (client.edge.kind === "meraki") {
    // The provider reads MERAKI_API_KEY itself.
    new MerakiProvider(stack, "meraki", {});
  }
}

/** The provider of the account that keeps the backup; undefined where it is the client's own. */
export function backupProviderOf(
  stack: TerraformStack,
  client: Client,
  fleet: Fleet,
): AwsProvider | undefined {
  if (client.backup === undefined || !needsOwnProvider(client)) {
    return undefined;
  }
  const { account, region } = givenPlaceOf(client.backup, client.edge);
  const { role } = client.backup;
  return new AwsProvider(stack, "aws-backup", {
    alias: "backup",
    region,
    allowedAccountIds: [account],
    ...(role === undefined
      ? {}
      : {
          assumeRole: [
            { roleArn: `arn:aws:iam::${account}:role/${role}`, sessionName: "protected-exchange" },
          ],
        }),
    defaultTags: [{ tags: { ...fleet.tags, ...client.tags, client: client.id } }],
  });
}

function declareUnit(stack: TerraformStack, edge: FortiGateEdge): void {
  const { unit } = edge;
  const parameter = parameterOf(unit.apiToken);
  // The provider reads FORTIOS_ACCESS_HOSTNAME and FORTIOS_ACCESS_TOKEN itself.
  const token =
    parameter === undefined
      ? tokenOf(stack, unit.apiToken, "API token of the FortiGate's REST administrator")
      : ephemeralParameter(stack, "fortigate_token", parameter, givenAwsPlaceOf(edge));
  new FortiosProvider(stack, "fortios", {
    ...(unit.hostName === undefined ? {} : { hostname: unit.hostName }),
    ...(token === undefined ? {} : { token }),
    ...(unit.vdom === undefined ? {} : { vdom: unit.vdom }),
    // Whoever answers in the unit's place would be told the token.
    insecure: false,
  });
}

/** A token from a variable that is in no plan and no state; undefined where the provider reads the environment itself. */
function tokenOf(stack: TerraformStack, reference: string, description: string): string | undefined {
  const variable = /^env:TF_VAR_(.+)$/.exec(reference)?.[1];
  if (variable === undefined) {
    return undefined;
  }
  const token = new TerraformVariable(stack, variable, {
    type: "string",
    sensitive: true,
    nullable: false,
    description,
  });
  token.addOverride("ephemeral", true);
  return token.stringValue;
}
