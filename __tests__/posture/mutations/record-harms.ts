import {
  blockIn,
  type Chance,
  change,
  type EditedResource,
  type EditedStack,
  type Harm,
  listIn,
} from "./edited-stack";

/** The records of a name and type, with whoever hosts them. */
interface EditedRecord {
  readonly name: string;
  readonly type: string;
  /** In presentation form: a TXT without quotes, an MX with its preference. */
  readonly value: string;
  set(value: string): void;
  remove(): void;
}

function records(stack: EditedStack): readonly EditedRecord[] {
  return [
    ...stack.all("cloudflare_dns_record").map((resource) => cloudflareRecord(stack, resource)),
    ...stack.all("aws_route53_record").flatMap((resource) => route53Records(stack, resource)),
  ];
}

function cloudflareRecord(stack: EditedStack, resource: EditedResource): EditedRecord {
  const { attributes } = resource;
  const type = String(attributes.type);
  const data = blockIn(attributes, "data");
  const text = String(attributes.content ?? data?.value ?? data?.target ?? "");
  return {
    name: String(attributes.name),
    type,
    value:
      type === "MX"
        ? `${attributes.priority} ${text}`
        : type === "CAA"
          ? `${data?.flags} ${data?.tag} "${data?.value}"`
          : text.replace(/^"|"$/g, "").replaceAll('" "', ""),
    set: (value) => {
      if (type === "MX") {
        const [priority, host] = value.split(" ");
        Object.assign(attributes, { priority: Number(priority), content: host });
      } else if (type === "CAA") {
        const [, flags, tag, given] = /^(\d+) (\w+) "(.*)"$/.exec(value) ?? [];
        attributes.data = { flags: Number(flags), tag, value: given };
      } else {
        attributes.content = type === "TXT" ? `"${value}"` : value;
      }
    },
    remove: () => stack.remove(resource),
  };
}

function route53Records(stack: EditedStack, resource: EditedResource): readonly EditedRecord[] {
  const { attributes } = resource;
  const values = (attributes.records ?? []) as string[];
  return values.map((value, index) => ({
    name: String(attributes.name),
    type: String(attributes.type),
    value: value.replaceAll('""', ""),
    set: (given) => {
      values[index] = given;
    },
    remove: () => {
      values.splice(index, 1);
      if (values.length === 0) {
        stack.remove(resource);
      }
    },
  }));
}

/** Publishes one more record in the zone that a record stands in. */
function publish(stack: EditedStack, beside: string, name: string, type: string, value: string): void {
  const [other] = stack
    .all("cloudflare_dns_record", "aws_route53_record")
    .filter(({ attributes }) => attributes.name === beside);
  const zone = other?.attributes.zone_id;
  if (other?.type === "cloudflare_dns_record") {
    const [priority, host] = value.split(" ");
    stack.add("cloudflare_dns_record", "added", {
      zone_id: zone,
      name,
      type,
      ttl: 300,
      proxied: false,
      ...(type === "MX"
        ? { priority: Number(priority), content: host }
        : { content: type === "TXT" ? `"${value}"` : value }),
    });
  } else {
    stack.add("aws_route53_record", "added", { zone_id: zone, name, type, ttl: 300, records: [value] });
  }
}

const named = (stack: EditedStack, type: string, name: RegExp): readonly EditedRecord[] =>
  records(stack).filter((record) => record.type === type && name.test(record.name));

const exchanges = (stack: EditedStack): readonly EditedRecord[] =>
  records(stack).filter(({ type, value }) => type === "MX" && !value.endsWith(" ."));

/** Domains that take mail. */
const mailDomains = (stack: EditedStack): readonly string[] => [
  ...new Set(exchanges(stack).map(({ name }) => name)),
];

/** Name of the server, as clients know it. */
const mailHost = (stack: EditedStack): string => named(stack, "A", /^mail\./)[0]?.name ?? "mail.example";

const spfOf = (stack: EditedStack): readonly EditedRecord[] =>
  records(stack).filter(
    ({ name, type, value }) =>
      type === "TXT" && value.startsWith("v=spf1") && mailDomains(stack).includes(name),
  );

const foreignHost = (chance: Chance): string =>
  `${chance.of(["mx", "mail", "in", "smtp"])}${chance.integer(1, 99)}.${chance.of(["elsewhere", "other", "old"])}-mail.com`;

const policyTexts = (
  stack: EditedStack,
): readonly { readonly of: EditedResource; readonly member: string }[] => [
  ...stack.all("cloudflare_workers_script").map((of) => ({ of, member: "content" })),
  ...stack.all("aws_cloudfront_function").map((of) => ({ of, member: "code" })),
];

/** What it takes to lose mail, to have it forged, or to lead it around the relay. */
export const RECORD_HARMS: readonly Harm[] = [
  {
    does: "makes the server itself the MX of a domain",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(exchanges(stack), chance, ({ set, value }) => set(`${value.split(" ")[0]} ${mailHost(stack)}`)),
  },
  {
    does: "adds the server as a last MX",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(mailDomains(stack), chance, (domain) =>
        publish(stack, domain, domain, "MX", `${chance.integer(50, 500)} ${mailHost(stack)}`),
      ),
  },
  {
    does: "makes a host that is not the relay's the MX of a domain",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(exchanges(stack), chance, ({ set, value }) =>
        set(`${value.split(" ")[0]} ${foreignHost(chance)}`),
      ),
  },
  {
    does: "leaves a domain with a single MX, or none",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const domain = chance.of(mailDomains(stack));
      const left = chance.integer(0, 1);
      for (let own = exchanges(stack).filter(({ name }) => name === domain); own.length > left; ) {
        own[0]?.remove();
        own = exchanges(stack).filter(({ name }) => name === domain);
      }
      return domain !== undefined;
    },
  },
  {
    does: "lets anyone send for a domain, or says nothing about others",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(spfOf(stack), chance, ({ set, value }) =>
        set(
          value
            .replace(
              /[~-]all$/,
              chance.of(["+all", "?all", "all", "ip4:0.0.0.0/0 ~all", "ip4:40.0.0.0/5 -all", ""]) ?? "",
            )
            .trim(),
        ),
      ),
  },
  {
    does: "lets the server send for a domain past the relay",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(spfOf(stack), chance, ({ set, value }) => {
        const [address] = (stack.output("server_addresses") ?? []) as unknown as string[];
        set(value.replace("v=spf1 ", `v=spf1 ${chance.of([`a:${mailHost(stack)}`, `ip4:${address}`])} `));
      }),
  },
  {
    does: "takes the relay out of a domain's SPF",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(spfOf(stack), chance, ({ set, value }) => set(value.replace(/include:\S+ /, ""))),
  },
  {
    does: "takes a domain's SPF away, or gives it a second one",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(spfOf(stack), chance, ({ name, remove }) =>
        chance.integer(0, 1) === 0
          ? remove()
          : publish(stack, name, name, "TXT", "v=spf1 include:spf.antispamcloud.com -all"),
      ),
  },
  {
    does: "takes a domain's DMARC record away",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        named(stack, "TXT", /^_dmarc\.[^.]+\.[^.]+$/).filter(({ value }) => value.includes("p=")),
        chance,
        ({ remove }) => remove(),
      ),
  },
  {
    does: "has DMARC ask for less than its rollout says",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(
        named(stack, "TXT", /^_dmarc\./).filter(({ value }) => /p=(?:reject|quarantine)/.test(value)),
        chance,
        ({ set, value }) => set(value.replace(/p=(?:reject|quarantine)/g, "p=none")),
      ),
  },
  {
    does: "breaks a DMARC record",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        named(stack, "TXT", /^_dmarc\./).filter(({ value }) => value.includes("rua=")),
        chance,
        ({ set, value }) =>
          set(
            chance.of([
              value.replace("v=DMARC1; ", ""),
              value.replace("v=DMARC1", "v=dmarc1"),
              value.replace(/p=\w+;/, ""),
              value.replace(/p=\w+;/, "p=monitor;"),
              value.replace(/; rua=\S+/, ""),
              value.replace("rua=mailto:", "rua="),
              value.replaceAll(";", ","),
              `${value}; pct=10`,
            ]) ?? "",
          ),
      ),
  },
  {
    does: "takes a DKIM key away, or weakens it",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        records(stack).filter(({ name }) => /^s\d\._domainkey\./.test(name)),
        chance,
        ({ remove, set, type, value }) =>
          type !== "TXT" || chance.integer(0, 1) === 0
            ? remove()
            : set(
                chance.of([
                  value.replace(/p=\S+/, "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK0="),
                  value.replace("k=rsa;", "k=rsa; t=y;"),
                  value.replace("k=rsa;", "k=rsa; h=sha1;"),
                  value.replace(/p=.{40}/, "p="),
                ]) ?? "",
              ),
      ),
  },
  {
    does: "lets keys of a domain without mail sign for it",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(named(stack, "TXT", /^_dmarc\./), chance, ({ name }) =>
        publish(
          stack,
          name,
          name.replace("_dmarc.", "x1._domainkey."),
          "TXT",
          "v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK0=",
        ),
      ),
  },
  {
    does: "takes the MTA-STS record of a domain away, or breaks it",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(named(stack, "TXT", /^_mta-sts\./), chance, ({ remove, set, value }) =>
        chance.integer(0, 1) === 0 ? remove() : set(value.replace("v=STSv1", "v=STSv2")),
      ),
  },
  {
    does: "takes the MTA-STS policy of a domain away",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        [...stack.all("cloudflare_workers_custom_domain"), ...stack.all("aws_cloudfront_distribution")],
        chance,
        (resource) => stack.remove(resource),
      ),
  },
  {
    does: "has an MTA-STS policy name other hosts than the MX",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(policyTexts(stack), chance, ({ of, member }) => {
        const text = String(of.attributes[member]);
        const hosts = [...text.matchAll(/mx: ([^\\]+)/g)].map(([, host]) => host ?? "");
        const host = chance.of(hosts) ?? "";
        of.attributes[member] = text.replaceAll(
          `mx: ${host}\\r\\n`,
          chance.of(["", `mx: ${foreignHost(chance)}\\r\\n`]) ?? "",
        );
      }),
  },
  {
    does: "has an MTA-STS policy demand nothing",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(policyTexts(stack), chance, ({ of, member }) => {
        of.attributes[member] = String(of.attributes[member]).replace(/mode: \w+/, "mode: none");
      }),
  },
  {
    does: "shortens an MTA-STS policy below a day",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(policyTexts(stack), chance, ({ of, member }) => {
        of.attributes[member] = String(of.attributes[member]).replace(
          /max_age: \d+/g,
          `max_age: ${chance.integer(0, 86_399)}`,
        );
      }),
  },
  {
    does: "takes the TLS reports of a domain away",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(named(stack, "TXT", /^_smtp\._tls\./), chance, ({ remove, set, value }) =>
        chance.integer(0, 1) === 0 ? remove() : set(value.replace("mailto:", "")),
      ),
  },
  {
    does: "takes the CAA records of every name away",
    caughtBy: "rule",
    edit: (stack) => {
      const all = () => records(stack).filter(({ type }) => type === "CAA");
      const found = all().length > 0;
      for (let left = all(); left.length > 0; left = all()) {
        left[0]?.remove();
      }
      return found;
    },
  },
  {
    does: "takes one line of a CAA set away, or forbids the certificate's authority",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        records(stack).filter(
          ({ name, type, value }) =>
            type === "CAA" &&
            /^mail\./.test(name) &&
            !value.includes("iodef") &&
            !/letsencrypt|pki\.goog|ssl\.com|digicert/.test(value),
        ),
        chance,
        ({ value, set, remove }) =>
          value.includes(" issue ") && chance.integer(0, 1) === 0
            ? set(value.replace("amazon.com", "other-authority.com"))
            : remove(),
      ),
  },
  {
    does: "lets any authority issue wildcards, or mail certificates",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        records(stack).filter(({ type, value }) => type === "CAA" && /issue(?:wild|mail) ";"/.test(value)),
        chance,
        ({ remove }) => remove(),
      ),
  },
  {
    does: "points a name of the server elsewhere",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(named(stack, "A", /^mail\./), chance, ({ set }) =>
        set(`${chance.integer(11, 99)}.${chance.integer(0, 255)}.7.9`),
      ),
  },
  {
    does: "takes the address of the server away",
    caughtBy: "rule",
    edit: (stack, chance) => change(named(stack, "A", /^mail\./), chance, ({ remove }) => remove()),
  },
  {
    does: "leads Outlook to a host elsewhere",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(named(stack, "CNAME", /^autodiscover\./), chance, ({ set }) => set(foreignHost(chance))),
  },
  {
    does: "lets Outlook find no server",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(named(stack, "CNAME", /^autodiscover\./), chance, ({ remove }) => remove()),
  },
  {
    does: "no longer denies a service that is not offered",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(named(stack, "SRV", /^_(?:imap|pop3|submission)s?\._tcp\./), chance, ({ remove }) => remove()),
  },
  {
    does: "lets a domain without mail send some",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        records(stack).filter(({ type, value }) => type === "TXT" && value === "v=spf1 -all"),
        chance,
        ({ set, remove }) =>
          chance.integer(0, 1) === 0 ? set(`v=spf1 ip4:${chance.integer(11, 99)}.1.2.3 -all`) : remove(),
      ),
  },
  {
    does: "no longer signs a zone",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(stack.all("cloudflare_zone_dnssec", "aws_route53_hosted_zone_dnssec"), chance, (resource) =>
        stack.remove(resource),
      ),
  },
  {
    does: "keeps the DS record of a signed zone to itself",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const zones = stack.output("ds_records") ?? {};
      return change(Object.keys(zones), chance, (zone) => delete zones[zone]);
    },
  },
  {
    does: "hides the server's name behind a proxy",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack
          .all("cloudflare_dns_record")
          .filter(
            ({ attributes }) =>
              /^(?:mail|autodiscover)\./.test(String(attributes.name)) &&
              ["A", "CNAME"].includes(String(attributes.type)),
          ),
        chance,
        ({ attributes }) => {
          attributes.proxied = true;
        },
      ),
  },
  {
    does: "publishes a proxied name for the server",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const [address] = (stack.output("server_addresses") ?? []) as unknown as string[];
      const [zone] = stack.all("cloudflare_dns_record").map(({ attributes }) => attributes.zone_id);
      stack.add("cloudflare_dns_record", "added", {
        zone_id: zone,
        name: `${chance.of(["owa", "www", "portal", "vpn"])}${chance.integer(1, 99)}.clinic.example`,
        type: "A",
        content: address,
        ttl: 1,
        proxied: true,
      });
      return zone !== undefined;
    },
  },
  {
    does: "carries a port to the server with Spectrum",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const [address] = (stack.output("server_addresses") ?? []) as unknown as string[];
      const port = chance.of([22, 25, 110, 143, 587, 993, 3389]);
      stack.add("cloudflare_spectrum_application", "added", {
        zone_id: "023e105f4ecef8ad9ca31a8372d0c353",
        protocol: `tcp/${port}`,
        dns: { type: "CNAME", name: "direct.clinic.example" },
        origin_direct: [`tcp://${address}:${port}`],
      });
      return true;
    },
  },
  {
    does: "digs a tunnel to the server",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const [own] = stack.all("aws_network_interface");
      const [vip] = stack.all("fortios_firewall_vip");
      const host =
        (own?.attributes.private_ips as string[] | undefined)?.[0] ??
        listIn(vip?.attributes, "mappedip")[0]?.range;
      stack.add("cloudflare_zero_trust_tunnel_cloudflared", "added", {
        account_id: "372e67954025e0ba6aaa6d586b9e0b59",
        name: "in",
        config_src: "cloudflare",
      });
      stack.add("cloudflare_zero_trust_tunnel_cloudflared_config", "added", {
        account_id: "372e67954025e0ba6aaa6d586b9e0b59",
        tunnel_id: "${cloudflare_zero_trust_tunnel_cloudflared.added.id}",
        config: {
          ingress: [
            {
              hostname: "rdp.clinic.example",
              service: `${chance.of(["rdp", "tcp", "https"])}://${host}:${chance.of([443, 3389, 5985])}`,
            },
            { service: "http_status:404" },
          ],
        },
      });
      return true;
    },
  },
];
