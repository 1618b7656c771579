import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LetsEncryptServerCertificate } from "../../../constructs/certificate/lets-encrypt-server-certificate";
import { lifetimeOn, windowDays } from "../../../constructs/core/certificate-lifetime";
import { letsEncryptAuthorities } from "../../../constructs/dns/lets-encrypt-authorities";
import { Route53Zone } from "../../../constructs/dns/route53-zone";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

function certificate(
  names: readonly string[],
  look: (made: LetsEncryptServerCertificate) => void = () => undefined,
): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    const zone = new Route53Zone(stack, "zone", { zoneName: "clinic.example", dnssec: false });
    look(
      new LetsEncryptServerCertificate(stack, "certificate", {
        names: names.map((name) => ({ name, zone })),
        challengeZone: new Route53Zone(stack, "challenges", {
          zoneName: "acme.clinic.example",
          dnssec: false,
        }),
        reports: "noc@msp.example",
      }),
    );
  });
}

describe("a certificate that the server orders", () => {
  test("is valid for every name once, and not at AWS", () => {
    certificate(["mail.clinic.example", "autodiscover.clinic.example", "mail.clinic.example"], (made) => {
      expect(made).toMatchObject({
        names: ["mail.clinic.example", "autodiscover.clinic.example"],
        certificateArn: undefined,
        key: { algorithm: "RSA", bits: 2048 },
        challengeName: "_challenge.acme.clinic.example",
      });
    });
  });

  test.each([
    ["2026-11-25", 90, 30],
    ["2027-02-10", 64, 21],
    ["2028-02-16", 45, 15],
  ])("that is issued on %s is valid for %i days and renewed %i before the end", (day, days, before) => {
    certificate(["mail.clinic.example"], ({ lifetimes, renewal }) => {
      const lifetime = lifetimeOn(lifetimes, day) ?? 0;

      expect(lifetime).toBe(days);
      expect(windowDays(renewal.window, lifetime)).toBe(before);
      expect(renewal).toMatchObject({ by: "server", everyDays: 1 });
    });
  });

  test("comes from Let's Encrypt by DNS challenge, and where given from one account", () => {
    expect(letsEncryptAuthorities()).toEqual([
      { domain: "letsencrypt.org", parameters: { validationmethods: "dns-01" } },
    ]);
    expect(letsEncryptAuthorities("https://acme.example/acct/1")[0]?.parameters).toEqual({
      validationmethods: "dns-01",
      accounturi: "https://acme.example/acct/1",
    });
  });

  test("fails without a name", () => {
    expect(() => certificate([])).toThrow(
      "test/certificate: CertificateWithoutNames: a certificate needs at least the mail host's name",
    );
  });
});
