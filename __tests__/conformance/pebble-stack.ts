import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AcmeChallengeDelegation } from "../../constructs/certificate/acme-challenge-delegation";
import { Route53ChallengeWriter } from "../../constructs/certificate/route53-challenge-writer";
import { MailHost } from "../../constructs/dns/mail-host";
import { Route53Zone } from "../../constructs/dns/route53-zone";
import { delegateZone } from "../../constructs/dns/zone-delegation";
import { synthesized } from "../synthesized-stack";

export function stackJson(): unknown {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    const zone = new Route53Zone(stack, "zone", { zoneName: "office.example" });
    const challenges = new Route53Zone(stack, "challenges", { zoneName: "acme-challenge.office.example" });
    delegateZone(zone, challenges);
    const { challengeName } = new AcmeChallengeDelegation(stack, "delegation", {
      names: ["mail.office.example", "autodiscover.office.example"].map((name) => ({ name, zone })),
      challengeZone: challenges,
      reports: "noc@msp.example",
    });
    new Route53ChallengeWriter(stack, "writer", { name: "office", zoneId: challenges.zoneId, challengeName });
    new MailHost(stack, "mail-host", {
      zone,
      hostName: "mail.office.example",
      addresses: ["192.0.2.1"],
      caaIssuers: [{ domain: "letsencrypt.org", parameters: { validationmethods: "dns-01" } }],
      caaReports: "noc@msp.example",
    });
    zone.addRecord({ type: "CNAME", name: "autodiscover.office.example", target: "mail.office.example" });
  }).json;
}
