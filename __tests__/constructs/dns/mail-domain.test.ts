import { runInNewContext } from "node:vm";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import type { TerraformStack } from "cdktf";
import { CloudflarePolicyHost } from "../../../constructs/dns/cloudflare-policy-host";
import { CloudflareZone } from "../../../constructs/dns/cloudflare-zone";
import { CloudFrontPolicyHost } from "../../../constructs/dns/cloudfront-policy-host";
import { DmarcReportAuthorization } from "../../../constructs/dns/dmarc-report-authorization";
import type { DnsZone } from "../../../constructs/dns/dns-zone";
import { MailDomain, type MailDomainProps } from "../../../constructs/dns/mail-domain";
import { MailHost, type MailHostProps } from "../../../constructs/dns/mail-host";
import { mtaStsId, mtaStsPolicy } from "../../../constructs/dns/mta-sts";
import { NullMailDomain } from "../../../constructs/dns/null-mail-domain";
import { Route53Zone } from "../../../constructs/dns/route53-zone";
import { dnsRecords, zones } from "../../../posture/dns-records";
import { mtaStsPolicies } from "../../../posture/mta-sts-policies";
import { type Json, TerraformJson } from "../../../posture/terraform-json";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

const ACCOUNT = "372e67954025e0ba6aaa6d586b9e0b59";

/** Both DNS hosts; every test of this file holds for either. */
const HOSTS = {
  cloudflare: (stack: TerraformStack) =>
    CloudflareZone.fromZoneAttributes(stack, "zone", {
      zoneName: "clinic.example",
      zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
    }),
  route53: (stack: TerraformStack) =>
    Route53Zone.fromZoneAttributes(stack, "zone", {
      zoneName: "clinic.example",
      zoneId: "Z0123456789ABCDEFGHIJ",
    }),
};

type Host = keyof typeof HOSTS;

const RELAY = {
  spf: ["include:spf.relay.example"],
  mxHosts: () => [
    { host: "mx1.relay.example", preference: 10 },
    { host: "mx2.relay.example", preference: 20 },
  ],
};

function publish(host: Host, build: (stack: TerraformStack, zone: DnsZone) => void): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new CloudflareProvider(stack, "cloudflare");
    build(stack, HOSTS[host](stack));
  });
}

function mailDomain(
  host: Host,
  change: Partial<MailDomainProps> = {},
  mailHost: Partial<MailHostProps> = {},
): SynthesizedStack {
  return publish(host, (stack, zone) => {
    new MailHost(stack, "host", {
      zone,
      hostName: "mail.clinic.example",
      addresses: ["192.0.2.1"],
      caaIssuers: [{ domain: "amazon.com" }],
      caaReports: "noc@msp.example",
      ...mailHost,
    });
    new MailDomain(stack, "domain", {
      zone,
      domain: "clinic.example",
      relay: RELAY,
      mailHost: "mail.clinic.example",
      dmarcReports: ["dmarc@msp.example"],
      ...change,
    });
  });
}

/** Records as a zone file shows them, read back from the JSON; without TTL. */
function zoneFile(stack: SynthesizedStack): readonly string[] {
  return dnsRecords(new TerraformJson(stack.json as Json))
    .filter(({ name }) => !name.includes("${"))
    .map(({ name, type, value }) => `${name} ${type} ${value}`)
    .sort();
}

const SERVICES_NOT_OFFERED = ["imap", "imaps", "pop3", "pop3s", "submission", "submissions"].map(
  (service) => `_${service}._tcp.clinic.example SRV 0 0 0 .`,
);

describe.each(["cloudflare", "route53"] as const)("at %s, a mail domain", (host) => {
  test("publishes every record that a first deployment needs", () => {
    expect(zoneFile(mailDomain(host))).toEqual(
      [
        '_dmarc.clinic.example TXT "v=DMARC1; p=none; sp=none; rua=mailto:dmarc@msp.example"',
        "autodiscover.clinic.example CNAME mail.clinic.example",
        "clinic.example MX 10 mx1.relay.example",
        "clinic.example MX 20 mx2.relay.example",
        'clinic.example TXT "v=spf1 include:spf.relay.example ~all"',
        "mail.clinic.example A 192.0.2.1",
        'mail.clinic.example CAA 0 iodef "mailto:noc@msp.example"',
        'mail.clinic.example CAA 0 issue "amazon.com"',
        'mail.clinic.example CAA 0 issuemail ";"',
        'mail.clinic.example CAA 0 issuewild ";"',
        'mail.clinic.example TXT "v=spf1 a -all"',
        ...SERVICES_NOT_OFFERED,
      ].sort(),
    );
  });

  test("publishes a stricter DMARC policy when it is set", () => {
    expect(
      zoneFile(mailDomain(host, { dmarcPolicy: "reject", dmarcReports: ["a@msp.example", "b@msp.example"] })),
    ).toContain(
      '_dmarc.clinic.example TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:a@msp.example,mailto:b@msp.example"',
    );
  });

  test("authorises others who send for it, after the relay", () => {
    expect(zoneFile(mailDomain(host, { senders: ["include:servers.mcsv.net", "ip4:192.0.2.7"] }))).toContain(
      'clinic.example TXT "v=spf1 include:spf.relay.example include:servers.mcsv.net ip4:192.0.2.7 ~all"',
    );
  });

  test("says nothing of subdomains where nobody reads it: below the organisational domain", () => {
    expect(zoneFile(mailDomain(host, { domain: "lab.clinic.example" }))).toContain(
      '_dmarc.lab.clinic.example TXT "v=DMARC1; p=none; rua=mailto:dmarc@msp.example"',
    );
  });

  test("publishes DKIM keys, in strings of 255 octets, and names that lead to them", () => {
    const text = `v=DKIM1; k=rsa; p=${"A".repeat(392)}`;
    const records = zoneFile(
      mailDomain(host, {
        dkim: [
          { selector: "s1", record: { text } },
          { selector: "s2", record: { alias: "s2.dkim.relay.example" } },
        ],
      }),
    );

    expect(records).toContain("s2._domainkey.clinic.example CNAME s2.dkim.relay.example");
    expect(records).toContain(
      `s1._domainkey.clinic.example TXT "${text.slice(0, 255)}" "${text.slice(255)}"`,
    );
  });

  test("leads Outlook to the mail host by an SRV record, and by nothing else, when asked", () => {
    const records = zoneFile(mailDomain(host, { autodiscover: "srv" }));

    expect(records).toContain("_autodiscover._tcp.clinic.example SRV 0 0 443 mail.clinic.example");
    expect(records.filter((record) => record.startsWith("autodiscover."))).toEqual([]);
  });

  test("asks for reports about failed TLS", () => {
    expect(zoneFile(mailDomain(host, { tlsReports: ["tls@msp.example"] }))).toContain(
      '_smtp._tls.clinic.example TXT "v=TLSRPTv1; rua=mailto:tls@msp.example"',
    );
  });

  test("restricts who may issue for the whole domain when asked", () => {
    const caa = {
      issue: [
        { domain: "amazon.com" },
        { domain: "letsencrypt.org", parameters: { accounturi: "https://acme.example/1" } },
      ],
      issueWild: [{ domain: "pki.goog" }],
      reports: "noc@msp.example",
    };

    expect(zoneFile(mailDomain(host, { caa }))).toEqual(
      expect.arrayContaining([
        'clinic.example CAA 0 issue "amazon.com"',
        'clinic.example CAA 0 issue "letsencrypt.org; accounturi=https://acme.example/1"',
        'clinic.example CAA 0 issuewild "pki.goog"',
        'clinic.example CAA 0 issuemail ";"',
      ]),
    );
  });

  test("publishes a logo", () => {
    expect(zoneFile(mailDomain(host, { bimi: { logo: "https://clinic.example/logo.svg" } }))).toContain(
      'default._bimi.clinic.example TXT "v=BIMI1; l=https://clinic.example/logo.svg; a="',
    );
  });

  test("gives the mail host all its addresses, and its keys where they are ours", () => {
    const records = zoneFile(
      mailDomain(
        host,
        {},
        { addresses: ["192.0.2.1", "198.51.100.1"], keyDigests: ["a".repeat(64), "b".repeat(64)] },
      ),
    );

    expect(records).toEqual(
      expect.arrayContaining([
        "mail.clinic.example A 192.0.2.1",
        "mail.clinic.example A 198.51.100.1",
        `_25._tcp.mail.clinic.example TLSA 3 1 1 ${"a".repeat(64)}`,
        `_25._tcp.mail.clinic.example TLSA 3 1 1 ${"b".repeat(64)}`,
      ]),
    );
  });

  test("that has nothing to do with mail says so in four records", () => {
    const stack = publish(host, (scope, zone) => {
      new NullMailDomain(scope, "old", { zone, domain: "clinic.example", dmarcReports: "dmarc@msp.example" });
    });

    expect(zoneFile(stack)).toEqual([
      '*._domainkey.clinic.example TXT "v=DKIM1; p="',
      '_dmarc.clinic.example TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:dmarc@msp.example"',
      "clinic.example MX 0 .",
      'clinic.example TXT "v=spf1 -all"',
    ]);
  });

  test("may send its reports to a zone that says so", () => {
    const stack = publish(host, (scope, zone) => {
      new DmarcReportAuthorization(scope, "reports", {
        zone,
        reportDomain: "clinic.example",
        domains: ["office.example"],
      });
    });

    expect(zoneFile(stack)).toEqual(['office.example._report._dmarc.clinic.example TXT "v=DMARC1;"']);
  });
});

describe.each(["cloudflare", "route53"] as const)(
  "a relay whose host is known only after apply, at %s",
  (host) => {
    const later = (attribute: string): string => `\${aws_cloudformation_stack.relay.outputs.${attribute}}`;

    test("is the MX all the same", () => {
      const relay = {
        ...RELAY,
        mxHosts: () => [
          { host: later("First"), key: "first", preference: 10 },
          { host: later("Second"), key: "second", preference: 20 },
        ],
      };

      expect(zoneFile(mailDomain(host, { relay })).filter((line) => line.includes(" MX "))).toEqual([
        `clinic.example MX 10 ${later("First")}`,
        `clinic.example MX 20 ${later("Second")}`,
      ]);
    });
  },
);

describe("an MTA-STS policy", () => {
  test("names the hosts of the MX set, sorted, and how long it may be kept", () => {
    expect(mtaStsPolicy("enforce", ["mx2.relay.example", "mx1.relay.example"])).toBe(
      "version: STSv1\r\nmode: enforce\r\nmx: mx1.relay.example\r\nmx: mx2.relay.example\r\nmax_age: 1209600\r\n",
    );
    expect(mtaStsPolicy("testing", ["mx.relay.example"])).toContain("max_age: 86400");
  });

  test("has another id exactly when it is another policy", () => {
    const testing = mtaStsPolicy("testing", ["mx1.relay.example"]);

    expect(mtaStsId(testing)).toMatch(/^[a-z0-9]{32}$/);
    expect(mtaStsId(testing)).toBe(mtaStsId(mtaStsPolicy("testing", ["mx1.relay.example"])));
    expect(mtaStsId(testing)).not.toBe(mtaStsId(mtaStsPolicy("enforce", ["mx1.relay.example"])));
    expect(mtaStsId(testing)).not.toBe(mtaStsId(mtaStsPolicy("testing", ["mx2.relay.example"])));
  });

  const withPolicy = (host: Host): SynthesizedStack =>
    publish(host, (stack, zone) => {
      const policies =
        host === "cloudflare"
          ? new CloudflarePolicyHost(stack, "policies", { name: "clinic", accountId: ACCOUNT })
          : new CloudFrontPolicyHost(stack, "policies", { name: "clinic" });
      for (const domain of ["clinic.example", "lab.clinic.example"]) {
        new MailDomain(stack, domain.replaceAll(".", "_"), {
          zone,
          domain,
          relay: RELAY,
          mailHost: "mail.clinic.example",
          dmarcReports: ["dmarc@msp.example"],
          mtaSts: { mode: "testing", host: policies },
          caaReports: "noc@msp.example",
        });
      }
    });

  test.each(["cloudflare", "route53"] as const)("is announced at %s only once it is served", (host) => {
    const stack = withPolicy(host);
    const type = host === "cloudflare" ? "cloudflare_dns_record" : "aws_route53_record";
    const announced = stack.only(type, { name: "_mta-sts.clinic.example" });

    expect(announced.depends_on).toContainEqual(
      expect.stringMatching(
        host === "cloudflare" ? /^cloudflare_workers_custom_domain\./ : /^aws_cloudfront_distribution\./,
      ),
    );
    const id = mtaStsId(mtaStsPolicy("testing", ["mx1.relay.example", "mx2.relay.example"]));
    expect(zoneFile(stack)).toContain(`_mta-sts.clinic.example TXT "v=STSv1; id=${id}"`);
  });

  test.each(["cloudflare", "route53"] as const)("is read back from what %s would serve", (host) => {
    const policies = mtaStsPolicies(new TerraformJson(withPolicy(host).json as Json));

    expect(policies.map(({ domain }) => domain)).toEqual(["clinic.example", "lab.clinic.example"]);
    expect(policies[0]?.text).toBe(mtaStsPolicy("testing", ["mx1.relay.example", "mx2.relay.example"]));
  });

  test("is served by the Worker at its own path and host only", async () => {
    const { content } = withPolicy("cloudflare").only("cloudflare_workers_script");
    const context = { URL, Response, worker: undefined as unknown };
    runInNewContext(String(content).replace("export default", "worker ="), context);
    const { fetch } = context.worker as { fetch(request: { url: string }): Response };

    const served = fetch({ url: "https://mta-sts.clinic.example/.well-known/mta-sts.txt" });
    expect(served.status).toBe(200);
    expect(served.headers.get("content-type")).toBe("text/plain");
    expect(await served.text()).toBe(mtaStsPolicy("testing", ["mx1.relay.example", "mx2.relay.example"]));
    expect(fetch({ url: "https://mta-sts.clinic.example/" }).status).toBe(404);
    expect(fetch({ url: "https://mta-sts.other.example/.well-known/mta-sts.txt" }).status).toBe(404);
  });

  test("is served by the CloudFront function at its own path and host only", () => {
    const { code } = withPolicy("route53").only("aws_cloudfront_function");
    const ask = (host: string, uri: string): { statusCode: number; body: { data: string } } =>
      runInNewContext(`${code}; handler(event)`, {
        event: { request: { uri, headers: { host: { value: host } } } },
      });

    expect(ask("mta-sts.clinic.example", "/.well-known/mta-sts.txt")).toMatchObject({
      statusCode: 200,
      headers: { "content-type": { value: "text/plain" } },
      body: { data: mtaStsPolicy("testing", ["mx1.relay.example", "mx2.relay.example"]) },
    });
    expect(ask("mta-sts.clinic.example", "/").statusCode).toBe(404);
    expect(ask("mta-sts.other.example", "/.well-known/mta-sts.txt").statusCode).toBe(404);
  });

  test("has a certificate whose authorities a CAA record of its host admits", () => {
    expect(zoneFile(withPolicy("cloudflare"))).toEqual(
      expect.arrayContaining([
        'mta-sts.clinic.example CAA 0 issue "letsencrypt.org"',
        'mta-sts.clinic.example CAA 0 issue "pki.goog; cansignhttpexchanges=yes"',
        'mta-sts.clinic.example CAA 0 issue "ssl.com"',
      ]),
    );
  });

  test("fails for a zone that its host cannot answer for", () => {
    expect(() =>
      publish("route53", (stack, zone) => {
        new CloudflarePolicyHost(stack, "policies", { name: "clinic", accountId: ACCOUNT }).addPolicy(
          "clinic.example",
          zone,
          "",
        );
      }),
    ).toThrow(
      'test/policies: PolicyHostMismatch: the zone "clinic.example" is served by route53; a Worker answers for zones at Cloudflare only',
    );
  });

  test("fails when the policies outgrow a CloudFront function", () => {
    expect(() =>
      publish("route53", (stack, zone) => {
        const policies = new CloudFrontPolicyHost(stack, "policies", { name: "clinic" });
        for (let index = 0; index < 100; index += 1) {
          policies.addPolicy(
            `d${index}.clinic.example`,
            zone,
            mtaStsPolicy("testing", ["mx1.relay.example"]),
          );
        }
      }),
    ).toThrow(
      /test\/policies: PolicyScriptTooLarge: the policies of 100 domains make a function of \d+ octets; CloudFront takes 10240/,
    );
  });
});

describe("a zone that the stack makes", () => {
  const made = (host: Host): SynthesizedStack =>
    synthesized((stack) => {
      new AwsProvider(stack, "aws", { region: "eu-west-3" });
      new CloudflareProvider(stack, "cloudflare");
      const zone =
        host === "cloudflare"
          ? new CloudflareZone(stack, "zone", { zoneName: "clinic.example", accountId: ACCOUNT })
          : new Route53Zone(stack, "zone", { zoneName: "clinic.example" });
      zone.addRecord({ type: "A", name: "www.clinic.example", address: "192.0.2.1" });
    });

  test.each(["cloudflare", "route53"] as const)("is signed at %s", (host) => {
    expect(zones(new TerraformJson(made(host).json as Json))).toMatchObject([
      { name: "clinic.example", host, dnssec: true },
    ]);
  });

  test("is signed by a key that only Route 53 may use to sign", () => {
    const key = made("route53").only("aws_kms_key", {
      region: "us-east-1",
      customer_master_key_spec: "ECC_NIST_P256",
      key_usage: "SIGN_VERIFY",
    });

    expect(String(key.policy)).toContain("dnssec-route53.amazonaws.com");
  });
});

describe("at Route 53", () => {
  test("all texts of a name are one record set, whoever asked for them", () => {
    const stack = publish("route53", (_scope, zone) => {
      zone.addRecord({ type: "TXT", name: "clinic.example", key: "proof", text: "proof=1" });
      zone.addRecord({ type: "SPF", name: "clinic.example", mechanisms: ["a"], all: "~all" });
      zone.addRecord({ type: "SPF", name: "clinic.example", mechanisms: ["mx"], all: "~all" });
    });

    expect(stack.only("aws_route53_record", { type: "TXT" }).records).toEqual([
      "proof=1",
      "v=spf1 a mx ~all",
    ]);
  });

  test("fails when records of one set ask for different TTLs", () => {
    expect(() =>
      publish("route53", (_scope, zone) => {
        zone.addRecord({ type: "TXT", name: "clinic.example", key: "a", text: "a" });
        zone.addRecord({ type: "TXT", name: "clinic.example", key: "b", text: "b", ttlSeconds: 60 });
      }),
    ).toThrow(
      'BadTtl: a TTL of 60 s on TXT of "clinic.example", whose other records have 3600 s; Route 53 keeps one TTL',
    );
  });
});
