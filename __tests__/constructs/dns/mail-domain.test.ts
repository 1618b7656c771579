import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { CloudflareZone } from "../../../constructs/dns/cloudflare-zone";
import { MailDomain, type MailDomainProps } from "../../../constructs/dns/mail-domain";
import { MailHost } from "../../../constructs/dns/mail-host";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

function mailDomain(
  change: Partial<MailDomainProps> = {},
  addresses: readonly string[] = ["192.0.2.1"],
): SynthesizedStack {
  return synthesized((stack) => {
    new CloudflareProvider(stack, "cloudflare");
    const zone = CloudflareZone.fromZoneAttributes(stack, "zone", {
      zoneName: "clinic.example",
      zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
    });
    const host = new MailHost(stack, "host", { zone, hostName: "mail.clinic.example", addresses });
    new MailDomain(stack, "domain", {
      zone,
      domain: "clinic.example",
      relay: {
        spf: ["include:spf.relay.example"],
        mxHosts: () => [
          { host: "mx1.relay.example", preference: 10 },
          { host: "mx2.relay.example", preference: 20 },
        ],
      },
      mailHost: host.hostName,
      dmarcReports: "dmarc@msp.example",
      ...change,
    });
  });
}

/** Records as a zone file would show them, without the TTL. */
function zoneFile(stack: SynthesizedStack): readonly string[] {
  return stack
    .all("cloudflare_dns_record")
    .map(({ name, type, priority, content }) =>
      [name, type, priority, content].filter((part) => part !== undefined).join(" "),
    )
    .sort();
}

describe("a mail domain", () => {
  test("publishes every record that a first deployment needs", () => {
    expect(zoneFile(mailDomain())).toEqual([
      '_dmarc.clinic.example TXT "v=DMARC1; p=none; rua=mailto:dmarc@msp.example"',
      "autodiscover.clinic.example CNAME mail.clinic.example",
      "clinic.example MX 10 mx1.relay.example",
      "clinic.example MX 20 mx2.relay.example",
      'clinic.example TXT "v=spf1 include:spf.relay.example ~all"',
      "mail.clinic.example A 192.0.2.1",
      'mail.clinic.example TXT "v=spf1 a -all"',
    ]);
  });

  test("publishes a stricter DMARC policy when it is set", () => {
    expect(zoneFile(mailDomain({ dmarcPolicy: "reject" }))).toContain(
      '_dmarc.clinic.example TXT "v=DMARC1; p=reject; rua=mailto:dmarc@msp.example"',
    );
  });

  test("gives the mail host all its addresses", () => {
    expect(zoneFile(mailDomain({}, ["192.0.2.1", "198.51.100.1"]))).toEqual(
      expect.arrayContaining(["mail.clinic.example A 192.0.2.1", "mail.clinic.example A 198.51.100.1"]),
    );
  });
});
