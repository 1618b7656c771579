import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import type { TerraformStack } from "cdktf";
import { CloudflareZone } from "../../../../constructs/dns/cloudflare-zone";
import {
  SesMailManagerRelay,
  type SesMailManagerRelayProps,
} from "../../../../constructs/relay/ses/ses-mail-manager-relay";
import type { MailManagerTemplate } from "../../../../constructs/relay/ses/template";
import type { SynthesizedStack } from "../../../synthesized-stack";

/** A relay's properties without its zones. */
export type Choices = Omit<SesMailManagerRelayProps, "domains">;

/** What every test's relay has. */
export const CHOICES: Choices = {
  name: "clinic",
  region: "eu-west-3",
  serverHostName: "mail.clinic.example",
  serverCredentialsArn: "arn:aws:secretsmanager:eu-west-3:123456789012:secret:clinic/relay-1a2B3c",
  smartHostCredentials: "secretsmanager:clinic/ses-smtp",
  deliversFrom: ["198.51.100.0/24"],
  spamFilter: { passedField: "spamPassed" },
  virusFilter: { passedField: "virusPassed" },
};

/** A stack's providers, and a zone per domain. */
export function zonesOf(
  stack: TerraformStack,
  domains: readonly string[],
): SesMailManagerRelayProps["domains"] {
  new AwsProvider(stack, "aws", { region: CHOICES.region });
  new CloudflareProvider(stack, "cloudflare");
  return domains.map((domain, index) => ({
    domain,
    zone: CloudflareZone.fromZoneAttributes(stack, `zone${index}`, {
      zoneName: domain,
      zoneId: `${index}`.repeat(32),
    }),
  }));
}

/** Declares a relay in a stack. */
export function declareRelay(
  stack: TerraformStack,
  choices: Partial<Choices> = {},
  domains: readonly string[] = ["clinic.example"],
): SesMailManagerRelay {
  return new SesMailManagerRelay(stack, "relay", {
    ...CHOICES,
    ...choices,
    domains: zonesOf(stack, domains),
  });
}

/** The template of a stack's relay, as CloudFormation would read it. */
export function templateOf(stack: SynthesizedStack): MailManagerTemplate {
  return JSON.parse(String(stack.only("aws_cloudformation_stack").template_body)) as MailManagerTemplate;
}
