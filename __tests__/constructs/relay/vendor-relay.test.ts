import { ERROR_CODES } from "../../../constructs/core/error-codes";
import { ValidationError } from "../../../constructs/core/errors";
import { VendorOutbound } from "../../../constructs/relay/vendor-outbound";
import { VendorRelay, type VendorRelayProps } from "../../../constructs/relay/vendor-relay";
import { ALTOSPAM } from "../../../constructs/relay/vendors/altospam";
import { BROADCOM_EMAIL_SECURITY_CLOUD } from "../../../constructs/relay/vendors/broadcom-email-security-cloud";
import { CLOUDFLARE_EMAIL_SECURITY } from "../../../constructs/relay/vendors/cloudflare-email-security";
import { MIMECAST } from "../../../constructs/relay/vendors/mimecast";
import { NABLE_MAIL_ASSURE } from "../../../constructs/relay/vendors/nable-mail-assure";
import { SPAMEXPERTS } from "../../../constructs/relay/vendors/spamexperts";
import { VADE_CLOUD } from "../../../constructs/relay/vendors/vade-cloud";

const confirmed: VendorRelayProps = {
  vendor: SPAMEXPERTS,
  smartHostCredentials: "ssm:/clinic/smart-host",
  spf: "include:spf.antispamcloud.com",
  smartHost: { host: "smtp.antispamcloud.com", port: 587 },
};

describe("a relay of the catalogue", () => {
  test("uses what the vendor documents and what the client confirms", () => {
    const relay = new VendorRelay({ ...confirmed, region: "eu" });

    expect(relay.mxHosts("clinic.example").map(({ host }) => host)).toEqual([
      "mx1-eu.spamexperts.com",
      "mx2-eu.spamexperts.com",
      "mx3-eu.spamexperts.com",
      "mx4-eu.spamexperts.com",
    ]);
    expect(relay.deliversFrom.blocks).toEqual(["185.201.16.0/22"]);
    expect(relay.spf).toEqual(["include:spf.antispamcloud.com"]);
    expect(relay.smartHosts).toEqual([
      { host: "smtp.antispamcloud.com", port: 587, tls: "starttls", credentials: "ssm:/clinic/smart-host" },
    ]);
    expect(relay.continuity.queueDays).toBe(60);
  });

  test("takes the recommended region when none is chosen", () => {
    expect(new VendorRelay(confirmed).mxHosts("clinic.example")[0]).toEqual({
      host: "mx.spamexperts.com",
      preference: 10,
    });
  });

  test("prefers what the vendor told the client over the catalogue", () => {
    expect(new VendorRelay({ ...confirmed, deliversFrom: ["198.51.100.0/24"] }).deliversFrom.blocks).toEqual([
      "198.51.100.0/24",
    ]);
  });

  test("takes what the vendor assigned to the client into its names", () => {
    const relay = new VendorRelay({
      vendor: BROADCOM_EMAIL_SECURITY_CLOUD,
      region: "eu",
      tenant: "8",
      deliversFrom: ["85.158.136.0/21"],
      spf: "include:spf.messagelabs.com",
      smartHost: { host: "cluster8out.eu.messagelabs.com" },
      smartHostCredentials: "ssm:/clinic/smart-host",
    });

    expect(relay.mxHosts("clinic.example")).toEqual([
      { host: "cluster8.eu.messagelabs.com", preference: 10 },
      { host: "cluster8a.eu.messagelabs.com", preference: 20 },
    ]);
  });

  test("makes names of the domain where the vendor has one for each", () => {
    const relay = new VendorRelay({
      ...confirmed,
      mx: [{ host: "{domainDashed}.p10.relay.example", preference: 10 }],
    });

    expect(relay.mxHosts("mail.clinic.example")).toEqual([
      { host: "mail-clinic-example.p10.relay.example", preference: 10 },
    ]);
  });

  test.each([
    [465, "implicit"],
    [587, "starttls"],
  ])("encrypts port %d by %s", (port, tls) => {
    const relay = new VendorRelay({ ...confirmed, smartHost: { host: "smtp.relay.example", port } });

    expect(relay.smartHosts[0]).toMatchObject({ port, tls });
  });

  test("takes the port that the vendor documents, and 587 where it documents none", () => {
    const documented = new VendorRelay({
      vendor: NABLE_MAIL_ASSURE,
      region: "eu",
      mx: [{ host: "mx1.mtaroutes.com", preference: 10 }],
      deliversFrom: ["185.201.16.0/22"],
      smartHostCredentials: "ssm:/clinic/smart-host",
    });

    expect(documented.smartHosts[0]).toMatchObject({ host: "smtpout-eu.mtaroutes.com", port: 587 });
    expect(
      new VendorRelay({ ...confirmed, smartHost: { host: "smtp.relay.example" } }).smartHosts[0],
    ).toMatchObject({ port: 587 });
  });

  test("leaves outgoing mail to another service when told so", () => {
    const outbound = new VendorOutbound({
      vendor: NABLE_MAIL_ASSURE,
      smartHostCredentials: "ssm:/clinic/smart-host",
    });
    const relay = new VendorRelay({ vendor: CLOUDFLARE_EMAIL_SECURITY, region: "us-legacy", outbound });

    expect(relay.spf).toEqual(["include:spf.mtaroutes.com"]);
    expect(relay.smartHosts).toEqual(outbound.smartHosts);
    expect(relay.deliversFrom.ipv6.blocks).toEqual(["2405:8100:c400::/38"]);
  });

  test("says what the client's contract says about outages, else the catalogue, else that nothing is known", () => {
    const contract = { webmail: "none", activation: "Nothing is switched on." } as const;
    const unknown = new VendorRelay({
      ...confirmed,
      vendor: VADE_CLOUD,
      mx: [{ host: "mx1.relay.example", preference: 10 }],
      deliversFrom: ["198.51.100.0/24"],
    });

    expect(new VendorRelay({ ...confirmed, continuity: contract }).continuity).toEqual(contract);
    expect(new VendorRelay(confirmed).continuity.queueDays).toBe(60);
    expect(unknown.continuity.webmail).toBe("unknown");
  });

  test("fails for an unknown region, and says nothing about what that region would lack", () => {
    expect(() => new VendorRelay({ ...confirmed, spf: "ip4:192.0.2.1", region: "moon" })).toThrow(
      new ValidationError([
        {
          code: "RelayRegionUnknown",
          message: 'SpamExperts Hosted Cloud has no region "moon"; known are global, eu, us, antispamcloud',
        },
      ]),
    );
  });

  test("fails with every unconfirmed value at once, each with what is held and where to look", () => {
    const attempt = () =>
      new VendorRelay({ vendor: MIMECAST, region: "us", smartHostCredentials: "ssm:/clinic/smart-host" });

    expect(problemsOf(attempt)).toEqual([
      "mx: Mimecast Email Security Cloud Gateway does not document its mx; the catalogue holds ? us-smtp-inbound-1.mimecast.com (seen-in-wild, public customer configuration, read 2026-11-01); its documentation: https://community.mimecast.com/docs/DOC-1607; check it and write it here",
      expect.stringMatching(
        /^deliversFrom: the catalogue holds no deliversFrom of Mimecast Email Security Cloud Gateway \(.*\); see public customer configuration, https:.*, and write it here$/,
      ),
      expect.stringMatching(
        /^smartHost: the catalogue holds no smartHost of Mimecast Email Security Cloud Gateway \(Host names not sourced\..*\); see https:.*, and write it here$/,
      ),
    ]);
  });

  test.each([
    [
      "a documented value that the client must choose",
      { vendor: SPAMEXPERTS, region: "us", spf: "ip4:192.0.2.1" },
      /^mx: the mx of SpamExperts Hosted Cloud must be confirmed \(Stored excerpt is cut after mx4-us .*\); the catalogue holds 10 mx1-us\.spamexperts\.com, .*, \? mx4-us\.spamexperts\.com \(documented, https:.*, read 2026-11-01\); check it and write it here$/,
    ],
    [
      "a value of which nothing is held",
      { vendor: ALTOSPAM, region: "fr", spf: "ip4:192.0.2.1" },
      /^mx: the catalogue holds no mx of Altospam \/ OKTEY; ask the vendor and write it here$/,
    ],
    [
      "a tenant that is missing",
      {
        vendor: BROADCOM_EMAIL_SECURITY_CLOUD,
        deliversFrom: ["85.158.136.0/21"],
        spf: "include:spf.messagelabs.com",
      },
      /^tenant: Symantec \/ Broadcom Email Security\.cloud has names of its own for each client, such as "cluster\{tenant\}\.eu\.messagelabs\.com"; add "tenant", the cluster number, such as "8"$/,
    ],
    [
      "a tenant that is malformed",
      { vendor: BROADCOM_EMAIL_SECURITY_CLOUD, tenant: "cluster8" },
      /^tenant: "cluster8" is not the cluster number of Symantec \/ Broadcom Email Security\.cloud; write one such as "8"$/,
    ],
    [
      "a tenant where there is none",
      { tenant: "8" },
      /^tenant: SpamExperts Hosted Cloud has the same names for all its clients; remove "tenant"$/,
    ],
    [
      "a service that only takes mail in",
      { vendor: CLOUDFLARE_EMAIL_SECURITY, region: "us-legacy" },
      /^outbound: Cloudflare Email Security takes mail in and sends none; add "outbound": another vendor, or "vendor: custom" with spf and smartHost\. The server never delivers directly/,
    ],
    [
      "port 25 to the whole world",
      { smartHost: { host: "smtp.relay.example", port: 25 } },
      /^smartHost: port 25 would be open to every mail server of the world; add "addresses", the networks of smtp\.relay\.example, or use port 587 or 465$/,
    ],
  ] as const)("fails for %s", (_what, change, reads) => {
    expect(problemsOf(() => new VendorRelay({ ...confirmed, ...change }))).toContainEqual(
      expect.stringMatching(reads),
    );
  });

  test("fails without a place of credentials when the vendor sends", () => {
    const { smartHostCredentials: _, ...without } = confirmed;

    expect(problemsOf(() => new VendorRelay(without))).toEqual([
      "smartHost: outgoing mail is handed to SpamExperts Hosted Cloud, which asks for credentials; say where they are",
    ]);
  });
});

function problemsOf(attempt: () => unknown): readonly string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return (error as ValidationError).problems.map(({ property, message }) => `${property}: ${message}`);
  }
}

test("every code says what is wrong and how to mend it", () => {
  for (const { what, fix } of Object.values(ERROR_CODES)) {
    expect(what).toMatch(/^[A-Z].*\.$/);
    expect(fix).toMatch(/^[A-Z].*\.$/);
  }
});
