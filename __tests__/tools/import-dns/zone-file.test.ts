import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { ZoneRecord } from "../../../tools/import-dns/record";
import { canonicalData, txtText } from "../../../tools/import-dns/record-data";
import { parseZoneFile, ZoneFileError, zoneFileLine } from "../../../tools/import-dns/zone-file";

function zone(file: string): string {
  return readFileSync(join(__dirname, "zones", file), "utf8");
}

function lines(text: string, origin?: string): readonly string[] {
  const options = origin === undefined ? { file: "z" } : { file: "z", origin };
  return parseZoneFile(text, options).records.map(zoneFileLine);
}

function problems(text: string): readonly string[] {
  try {
    parseZoneFile(text, { file: "old.zone" });
  } catch (error) {
    if (error instanceof ZoneFileError) {
      return error.message.split("\n");
    }
    throw error;
  }
  return [];
}

describe("a BIND zone file", () => {
  const { apex, records } = parseZoneFile(zone("bind.zone"), { file: "bind.zone" });
  const written = records.map(zoneFileLine);

  test("tells the zone's name by its SOA", () => {
    expect(apex).toBe("clinic.example");
  });

  test("reads a record over several lines in parentheses, with comments and units of time", () => {
    expect(written[0]).toBe(
      "clinic.example. 3600 IN SOA ns1.clinic.example. hostmaster.clinic.example. 2026112001 86400 7200 2419200 300",
    );
  });

  test("repeats the owner where a line begins with a blank", () => {
    expect(written.slice(1, 5)).toEqual([
      "clinic.example. 3600 IN NS ns1.clinic.example.",
      "clinic.example. 3600 IN NS ns2.host.example.",
      "clinic.example. 300 IN MX 10 mail.clinic.example.",
      "clinic.example. 300 IN MX 20 backup.host.example.",
    ]);
    expect(written).toContain("mail.clinic.example. 3600 IN AAAA 2001:db8::10");
  });

  test("keeps the strings of a text, and joins them where the text is asked for", () => {
    const spf = records.find(({ value }) => value.startsWith('"v=spf1'));
    expect(spf?.value).toBe('"v=spf1 mx " "include:servers.mcsv.net" " -all"');
    expect(txtText(spf?.value ?? "")).toBe("v=spf1 mx include:servers.mcsv.net -all");
    expect(written).toContain('pacs.clinic.clinic.example. 600 IN TXT "unquoted" "words"');
  });

  test("writes CAA, SRV and TLSA in one form only", () => {
    expect(written).toContain('clinic.example. 3600 IN CAA 0 issue "letsencrypt.org"');
    expect(written).toContain("_autodiscover._tcp.clinic.example. 3600 IN SRV 0 0 443 mail.clinic.example.");
    expect(written).toContain(
      "_25._tcp.mail.clinic.example. 3600 IN TLSA 3 1 1 0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6",
    );
  });

  test("undoes escapes in names and texts", () => {
    expect(written).toContain("*.clinic.example. 3600 IN A 192.0.2.80");
    expect(written).toContain('_dmarc.clinic.example. 3600 IN TXT "v=DMARC1; p=none"');
    expect(written).toContain(
      '\\034odd\\034.clinic.example. 3600 IN TXT "a \\"quoted\\" ; semicolon \\\\ and a backslash"',
    );
  });

  test("follows a second origin and a second default TTL", () => {
    expect(written.at(-2)).toBe("pacs.clinic.clinic.example. 600 IN A 192.0.2.90");
  });
});

describe("Cloudflare's export", () => {
  const { apex, records } = parseZoneFile(zone("cloudflare-export.txt"), { file: "cloudflare-export.txt" });

  test("names its zone without a dot", () => {
    expect(apex).toBe("clinic.example");
    expect(parseZoneFile(zone("cloudflare-export.txt"), { file: "z", origin: "clinic.example" }).apex).toBe(
      "clinic.example",
    );
  });

  test("marks what is proxied, behind the engineer's own comment", () => {
    expect(records.filter(({ proxied }) => proxied).map(({ name }) => name)).toEqual([
      "clinic.example",
      "mail.clinic.example",
      "www.clinic.example",
    ]);
  });

  test("says on which line a record stands", () => {
    expect(records.find(({ type }) => type === "CAA")?.line).toBe(26);
  });
});

describe("a zone file without its own origin", () => {
  test("takes the one given", () => {
    expect(lines("www 60 IN A 192.0.2.1", "clinic.example")).toEqual([
      "www.clinic.example. 60 IN A 192.0.2.1",
    ]);
  });

  test("takes the owner of an absolute SOA", () => {
    expect(lines("clinic.example. SOA a. b. 1 2 3 4 5\nwww A 192.0.2.1")[1]).toBe(
      "www.clinic.example. 5 IN A 192.0.2.1",
    );
  });

  test("fails for a relative name", () => {
    expect(problems("\n\nwww A 192.0.2.1")).toEqual([
      'old.zone:3:1: ZoneFileSyntax: "www" is relative, but nothing says to what; give --origin, or write $ORIGIN above it',
    ]);
  });
});

test.each([
  'a. 60 IN NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .',
  'a. 60 IN HTTPS 1 svc.example. alpn="h2,h3" port=8443',
  "a. 60 IN HTTPS 0 svc.example.",
  "a. 60 IN SSHFP 4 2 0a0b",
  'a. 60 IN HINFO "PDP 11" "UNIX"',
  "a. 60 IN TYPE65534 \\# 1 00",
])("%s is written as it was read", (line) => {
  expect(lines(line)).toEqual([line]);
});

test("a record that stands twice is one record", () => {
  expect(lines("a. 60 A 192.0.2.1\nA. 60 IN A 192.0.2.1\n")).toEqual(["a. 60 IN A 192.0.2.1"]);
});

test("Windows line ends and a byte order mark are of no account", () => {
  expect(lines("\uFEFFa. 60 A 192.0.2.1\r\n  AAAA ::1\r\n")).toEqual([
    "a. 60 IN A 192.0.2.1",
    "a. 60 IN AAAA ::1",
  ]);
});

test.each([
  ["prose", "this is not a zone\nat all", ["1:6", '"is" is no record type']],
  ["JSON", '{"a": 1}', ["1:2", '"a" is no record type']],
  ["an empty file", "; nothing\n", ["1:1", "the file holds no record"]],
  ["an open quote", 'a. TXT "v=spf1', ["1:8", "this quote is not closed on its line"]],
  ["an open bracket", "a. SOA ( a. b. 1\n 2 3 4 5", ["1:8", 'this "(" is never closed']],
  ["a stray bracket", "a. A 192.0.2.1 )", ["1:16", 'this ")" closes nothing']],
  ["a blank before the first record", " A 192.0.2.1", ["1:2", "there is no record before it"]],
  ["a bad address", "a. A 192.0.2", ["1:6", '"192.0.2" is not an IPv4 address']],
  ["a bad IPv6 address", "a. AAAA 1::2::3", ["1:9", '"1::2::3" is not an IPv6 address']],
  ["a preference that is no number", "a. MX ten b.", ["1:7", '"ten" is not a number']],
  ["data that ends too early", "a. MX 10", ["1:1", "the data of the MX record ends too early"]],
  ["data that goes on", "a. CNAME b. c.", ["1:13", '"c." is too much']],
  ["an empty label", "a..b. A 192.0.2.1", ["1:1", '"a..b." is no name']],
  ["a digest that is not hexadecimal", "a. TLSA 3 1 1 xy", ["1:15", '"xy" is not hexadecimal']],
  ["another class", "a. CH TXT b", ["1:4", "class CH is not the internet's"]],
  ["an included file", "$INCLUDE other.zone", ["1:1", "let named-compilezone write the whole zone"]],
  ["an unknown directive", "$DATE 1\na. A 192.0.2.1", ["1:1", '"$DATE" is no directive']],
  ["a bad default TTL", "$TTL soon", ["1:6", '"soon" is not a time in seconds']],
  ["a record cut short", "a. 60 IN", ["1:1", "this is no record"]],
] as const)("fails for %s, at its place", (_, text, [place, message]) => {
  const [first = ""] = problems(text);
  expect(first.startsWith(`old.zone:${place}: ZoneFileSyntax: `)).toBe(true);
  expect(first).toContain(message);
});

test("fails with all problems, in the order of the file", () => {
  expect(problems("a. A 1\nb. A 192.0.2.1 )\nc. AAAA 1").map((line) => line.split(": ")[0])).toEqual([
    "old.zone:1:6",
    "old.zone:2:16",
    "old.zone:3:9",
  ]);
});

describe("writing and reading", () => {
  const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,14}[a-z0-9_])?$/);
  const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
  const text = fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { minLength: 1, maxLength: 3 });
  const u16 = fc.integer({ min: 0, max: 65_535 });
  const quoted = (string: string) => `"${string.replace(/["\\]/g, "\\$&").replace(/[\n\r]/g, "\\010")}"`;
  const data = fc.oneof(
    fc.ipV4().map((value) => ({ type: "A", value })),
    fc.ipV6().map((value) => ({ type: "AAAA", value })),
    name.map((value) => ({ type: "CNAME", value })),
    fc.tuple(u16, name).map(([preference, host]) => ({ type: "MX", value: `${preference} ${host}` })),
    fc.constant({ type: "MX", value: "0 ." }),
    fc.tuple(u16, u16, u16, name).map((fields) => ({ type: "SRV", value: fields.join(" ") })),
    text.map((strings) => ({ type: "TXT", value: strings.map(quoted).join(" ") })),
    fc
      .tuple(fc.constantFrom("issue", "issuewild", "iodef"), fc.string())
      .map(([tag, value]) => ({ type: "CAA", value: `0 ${tag} ${quoted(value)}` })),
    fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((digest) => ({ type: "TLSA", value: `3 1 1 ${Buffer.from(digest).toString("hex")}` })),
  );
  const records = fc
    .array(fc.record({ name, data, ttlSeconds: fc.nat(86_400), proxied: fc.boolean() }))
    .map((all) => {
      const canonical = all.map(({ data: { type, value }, ...rest }) => ({
        ...rest,
        type,
        value: canonicalData(type, value),
      }));
      const byKey = new Map(
        canonical.map((record) => [`${record.name} ${record.type} ${record.value}`, record]),
      );
      return [...byKey.values()];
    });

  test("gives the same records, whatever they hold", () => {
    fc.assert(
      fc.property(records, (all) => {
        fc.pre(all.length > 0);
        const read = parseZoneFile(all.map(zoneFileLine).join("\n"), { file: "z" }).records;
        expect(read.map(({ line: _, ...record }): ZoneRecord => record)).toEqual(all);
      }),
    );
  });

  test("gives the same records, however the file is laid out", () => {
    const layouts: readonly ((line: string) => string)[] = [
      (line) => line,
      (line) => line.replace(/ IN (\S+) /, "\t$1\t( "), // the class left out, data in brackets
      (line) => line.replace(/^(\S+) (\d+) IN/, "$1 in $2"),
      (line) => line.replace(/^(\S+)\. /, (_, owner: string) => `${owner.toUpperCase()}. `),
      (line) => line.replace(/^\S+/, (owner) => `$ORIGIN ${owner}\n@`),
    ];
    fc.assert(
      fc.property(records, fc.array(fc.nat(layouts.length - 1), { minLength: 1 }), (all, choices) => {
        fc.pre(all.length > 0);
        const text = all.map((record, index) => {
          const choice = choices[index % choices.length] ?? 0;
          const line = (layouts[choice] ?? ((same) => same))(zoneFileLine({ ...record, proxied: false }));
          return choice === 1 ? `${line}\n ) ; "a (comment` : `${line} ;`;
        });
        const read = parseZoneFile(text.join("\n"), { file: "z" }).records;
        expect(read.map(({ line: _, ...record }): ZoneRecord => record)).toEqual(
          all.map((record) => ({ ...record, proxied: false })),
        );
      }),
    );
  });
});
