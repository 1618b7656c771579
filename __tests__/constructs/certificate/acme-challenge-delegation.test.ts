import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { AcmeChallengeDelegation } from "../../../constructs/certificate/acme-challenge-delegation";
import { CloudflareZone } from "../../../constructs/dns/cloudflare-zone";
import { Route53Zone } from "../../../constructs/dns/route53-zone";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

function delegation(challengeZone: string, ...names: readonly string[]): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new CloudflareProvider(stack, "cloudflare");
    const zone = CloudflareZone.fromZoneAttributes(stack, "zone", {
      zoneName: "clinic.example",
      zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
    });
    new AcmeChallengeDelegation(stack, "delegation", {
      names: names.map((name) => ({ name, zone })),
      challengeZone: new Route53Zone(stack, "challenges", { zoneName: challengeZone, dnssec: false }),
      reports: "noc@msp.example",
    });
  });
}

describe("challenges that are answered elsewhere", () => {
  test("lead to one record, of every name once, a wildcard's to that of its parent", () => {
    const stack = delegation(
      "acme.clinic.example",
      "mail.clinic.example",
      "autodiscover.clinic.example",
      "*.mail.clinic.example",
    );

    expect(
      stack.all("cloudflare_dns_record", { type: "CNAME" }).map(({ name, content }) => [name, content]),
    ).toEqual([
      ["_acme-challenge.autodiscover.clinic.example", "_challenge.acme.clinic.example"],
      ["_acme-challenge.mail.clinic.example", "_challenge.acme.clinic.example"],
    ]);
  });

  test("leave nobody who may issue for the zone of the answers", () => {
    expect(
      delegation("acme.clinic.example", "mail.clinic.example").only("aws_route53_record", { type: "CAA" }),
    ).toMatchObject({
      name: "acme.clinic.example",
      records: ['0 iodef "mailto:noc@msp.example"', '0 issue ";"', '0 issuemail ";"', '0 issuewild ";"'],
    });
  });

  test.each([
    ["the zone of a name", "clinic.example", "mail.clinic.example"],
    ["above a name", "mail.clinic.example", "owa.mail.clinic.example"],
    ["a name", "mail.clinic.example", "mail.clinic.example"],
  ])("are refused where the zone of the answers is %s", (_what, zone, name) => {
    expect(() => delegation(zone, name)).toThrow(
      `test/delegation: ChallengeZoneShared: ${JSON.stringify(name)} is in ${JSON.stringify(zone)} itself, where whoever renews the certificate may write; give the challenges a zone of their own`,
    );
  });
});
