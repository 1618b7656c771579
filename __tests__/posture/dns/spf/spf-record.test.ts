import { isSpf, parseSpf, resemblesSpf } from "../../../../posture/dns/spf/spf-record";

function problems(text: string): readonly string[] {
  return parseSpf(text).problems.map(({ message }) => message);
}

describe("parseSpf", () => {
  test("reads every mechanism and modifier", () => {
    const { terms, problems: wrong } = parseSpf(
      "v=spf1 a mx:mail.clinic.fr/24//64 ip4:192.0.2.0/24 -ip6:2001:db8::/32 ~include:_SPF.Example.net. exists:%{i}._spf.example.net ptr:example.org exp=why.clinic.fr later=on ?all",
    );
    expect(wrong).toEqual([]);
    expect(terms.map(({ name, qualifier, domain, network }) => [name, qualifier, domain, network])).toEqual([
      ["a", "+", undefined, undefined],
      ["mx", "+", "mail.clinic.fr", undefined],
      ["ip4", "+", undefined, "192.0.2.0/24"],
      ["ip6", "-", undefined, "2001:db8::/32"],
      ["include", "~", "_spf.example.net", undefined],
      ["exists", "+", "%{i}._spf.example.net", undefined],
      ["ptr", "+", "example.org", undefined],
      ["exp", "+", "why.clinic.fr", undefined],
      ["unknown-modifier", "+", undefined, undefined],
      ["all", "?", undefined, undefined],
    ]);
  });

  test("takes mechanism names in any case", () => {
    expect(parseSpf("v=spf1 INCLUDE:example.net -ALL").terms.map(({ name }) => name)).toEqual([
      "include",
      "all",
    ]);
  });

  test("allows several spaces between terms and at the end", () => {
    expect(parseSpf("v=spf1  a   -all ")).toMatchObject({
      problems: [],
      terms: [{ name: "a" }, { name: "all" }],
    });
  });

  test.each([
    "v=spf1 a/24 -all",
    "v=spf1 a//64 -all",
    "v=spf1 mx/0//128 -all",
    "v=spf1 ip4:0.0.0.0/0 -all",
    "v=spf1 ip6:::1 -all",
    "v=spf1 include:%{d2}.example.net -all",
    "v=spf1 exists:%{ir}.%{v}._spf.%{d} -all",
    "v=spf1 exists:%{l1r+-}._spf.example.net -all",
    "v=spf1 redirect=_spf.example.net",
    "v=spf1",
  ])("accepts %s", (text) => {
    expect(problems(text)).toEqual([]);
  });

  test.each([
    [
      "v=spf1 nclude:example.net -all",
      '"nclude:example.net" is no mechanism of RFC 7208 § 5; there are all, include, a, mx, ptr, ip4, ip6 and exists',
    ],
    ["v=spf1 include -all", '"include" names no domain: the domain is missing'],
    [
      "v=spf1 include:localhost -all",
      '"include:localhost" names no domain: the domain has no dot; write the whole name',
    ],
    [
      "v=spf1 a:192.0.2.1 -all",
      '"a:192.0.2.1" names no domain: it ends in "1", which is no top-level domain',
    ],
    [
      "v=spf1 exists:%{x}.example.net -all",
      '"exists:%{x}.example.net" names no domain: the macro is not one of RFC 7208 § 7.1, such as %{i} or %{d2}',
    ],
    [
      "v=spf1 exists:%{d0}.example.net -all",
      '"exists:%{d0}.example.net" names no domain: the macro is not one of RFC 7208 § 7.1, such as %{i} or %{d2}',
    ],
    [
      "v=spf1 exists:%{c}.example.net -all",
      '"exists:%{c}.example.net" names no domain: the macros c, r and t are for the explanation text only (RFC 7208 § 7.2)',
    ],
    [
      `v=spf1 include:${"x".repeat(64)}.net -all`,
      `"include:${"x".repeat(64)}.net" names no domain: a label has 1 to 63 octets, "${"x".repeat(64)}" has 64`,
    ],
    ["v=spf1 all:example.net", '"all:example.net" takes no value; write all'],
    [
      "v=spf1 192.0.2.1 -all",
      '"192.0.2.1" is neither a mechanism nor a modifier; write name:value or name=value',
    ],
    ["v=spf1 ip4:192.0.2 -all", '"ip4:192.0.2" names no IPv4 network; write ip4:192.0.2.0/24'],
    ["v=spf1 ip4 -all", '"ip4" names no IPv4 network; write ip4:192.0.2.0/24'],
    ["v=spf1 ip6:2001:db8 -all", '"ip6:2001:db8" names no IPv6 network; write ip6:2001:db8::/32'],
    [
      "v=spf1 ip4:2001:db8::1 -all",
      '"ip4:2001:db8::1" holds an address of the other family; write ip6:2001:db8::1',
    ],
    [
      "v=spf1 ip6:192.0.2.1 -all",
      '"ip6:192.0.2.1" holds an address of the other family; write ip4:192.0.2.1',
    ],
    [
      "v=spf1 ip4:192.0.2.0/33 -all",
      '"ip4:192.0.2.0/33" has the length "33"; allowed are 0 to 32, without leading zero',
    ],
    [
      "v=spf1 ip4:192.0.2.0/08 -all",
      '"ip4:192.0.2.0/08" has the length "08"; allowed are 0 to 32, without leading zero',
    ],
    [
      "v=spf1 ip6:2001:db8::/129 -all",
      '"ip6:2001:db8::/129" has the length "129"; allowed are 0 to 128, without leading zero',
    ],
    ["v=spf1 a/33 -all", '"a/33" has the length "33"; allowed are 0 to 32, without leading zero'],
    ["v=spf1 mx//129 -all", '"mx//129" has the length "129"; allowed are 0 to 128, without leading zero'],
    ["v=spf1 a/x -all", '"a/x" ends in "/x"; write /24, //64 or /24//64'],
    [
      "v=spf1 redirect=a.example.net redirect=b.example.net",
      'redirect stands 2 times ("redirect=a.example.net", "redirect=b.example.net"); keep one',
    ],
    ["v=spf1 a\t-all", 'the record holds "\\t"; separate terms by spaces only'],
    [
      "V=SPF1 -all",
      'the record starts with "V=SPF1 -"; it is ignored unless it starts with "v=spf1" and a space',
    ],
  ])("says what is wrong with %s", (text, message) => {
    expect(problems(text)).toContain(message);
  });

  test("says everything that is wrong, not the first thing only", () => {
    expect(problems("v=spf1 nclude:a.example ip4:192.0.2.0/40 include:localhost –all")).toHaveLength(5);
  });

  test("takes an expression of Terraform for something well-formed", () => {
    const text = `v=spf1 ip4:\${aws_eip.mail.public_ip} a:\${aws_lb.x.dns_name} \${join(" ", local.senders)} include:\${var.relay} -all`;
    expect(parseSpf(text)).toMatchObject({ problems: [] });
    expect(parseSpf(text).terms.map(({ name }) => name)).toEqual(["ip4", "a", "include", "all"]);
  });
});

describe("isSpf and resemblesSpf", () => {
  test.each([
    ["v=spf1", true, true],
    ["v=spf1 -all", true, true],
    ["v=spf10 -all", false, true],
    ["V=spf1 -all", false, true],
    [" v=spf1 -all", false, true],
    ["v = spf1 -all", false, true],
    ["spf2.0/pra -all", false, false],
    ["v=DMARC1; p=none", false, false],
    ["see v=spf1", false, false],
  ])("%p is SPF: %p, is meant to be: %p", (text, exactly, meant) => {
    expect([isSpf(text), resemblesSpf(text)]).toEqual([exactly, meant]);
  });
});
