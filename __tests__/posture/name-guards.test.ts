import fc from "fast-check";
import { CidrSet } from "../../constructs/core/cidr-set";
import { firewallPassages } from "../../posture/aws/firewall";
import { type Resource, TerraformJson } from "../../posture/terraform-json";

const SERVER = "10.0.0.1";

/** Ways out that a policy with the given rules opens, as `ports hosts @ networks`. */
function waysOut(rules: readonly string[], override?: string): readonly string[] {
  const stack = new TerraformJson({
    resource: {
      aws_networkfirewall_firewall: {
        firewall: { firewall_policy_arn: "${aws_networkfirewall_firewall_policy.policy.arn}" },
      },
      aws_networkfirewall_firewall_policy: {
        policy: {
          firewall_policy: {
            stateful_default_actions: ["aws:drop_strict"],
            stateful_engine_options: { rule_order: "STRICT_ORDER" },
            stateful_rule_group_reference: {
              priority: 1,
              resource_arn: "${aws_networkfirewall_rule_group.group.arn}",
              ...(override === undefined ? {} : { override: { action: override } }),
            },
          },
        },
      },
      aws_networkfirewall_rule_group: {
        group: {
          rule_group: {
            rules_source: {
              rules_string: rules
                .map((rule, index) => rule.replace(/\)$/, `sid:${index + 1}; rev:1;)`))
                .join("\n"),
            },
          },
        },
      },
    },
  });
  const [firewall] = stack.all("aws_networkfirewall_firewall");
  return firewallPassages(stack, firewall as Resource, CidrSet.of(SERVER), "outbound", CidrSet.EMPTY).map(
    ({ protocol, box, hosts }) =>
      `${box.ports.from === box.ports.to ? box.ports.from : `${box.ports.from}-${box.ports.to}`}/${protocol} ${
        hosts === undefined ? "any" : hosts.join(" ")
      } @ ${box.peers.ipv4}`,
  );
}

const name = (hosts: string): string =>
  `alert tls ${SERVER} any -> any 443 (msg:"n"; flow:to_server; tls.sni; pcre:"/^(?:${hosts})$/i"; flowbits:set,listed; noalert; )`;
const SET = name("a\\.example\\.com|(?:[\\w-]+\\.)+b\\.example\\.net");
const UNREAD = 'alert tcp any any -> any any (msg:"u"; flow:to_client; flowbits:set,listed; )';
const HELD = `drop tcp any 443 -> ${SERVER} any (msg:"h"; flow:to_client; dsize:>0; flowbits:isnotset,listed; )`;
const OUT = `pass tcp ${SERVER} any -> any 443 (msg:"o"; flow:to_server; )`;
const BACK = `pass tcp any 443 -> ${SERVER} any (msg:"b"; flow:to_client; )`;
const LIMITED = ["443/tcp *.b.example.net a.example.com @ 0.0.0.0/0"];
const ANY = ["443/tcp any @ 0.0.0.0/0"];

describe("a way out is limited to names", () => {
  test("where answers wait for a mark that only these names set", () => {
    expect(waysOut([SET, HELD, OUT, BACK])).toEqual(LIMITED);
  });

  test("whatever the order of the rules towards the server", () => {
    expect(waysOut([OUT, HELD, SET, BACK])).toEqual(LIMITED);
  });

  test("of all the rules that set the mark for this port", () => {
    const more = name("c\\.example\\.com");
    const elsewhere = name("d\\.example\\.com").replace("any 443", "any 8443");

    expect(waysOut([SET, more, elsewhere, HELD, OUT, BACK])).toEqual([
      "443/tcp *.b.example.net a.example.com c.example.com @ 0.0.0.0/0",
    ]);
  });

  test("by HTTP as well", () => {
    const http = SET.replace("alert tls", "alert http").replace("tls.sni", "http.host");

    expect(waysOut([http, HELD, OUT, BACK])).toEqual(LIMITED);
  });

  test("as far as the answers are held back", () => {
    expect(waysOut([SET, HELD.replace("tcp any", "tcp 198.51.100.0/24"), OUT, BACK])).toEqual([
      "443/tcp *.b.example.net a.example.com @ 198.51.100.0/24",
      `443/tcp any @ ${CidrSet.ANY_IPV4.minus(CidrSet.of("198.51.100.0/24"))}`,
    ]);
  });
});

describe("a way out is not limited", () => {
  test.each([
    ["nothing holds answers back", [SET, OUT, BACK]],
    ["answers pass before they are held back", [SET, BACK, HELD, OUT]],
    [
      "a pass for both directions stands before",
      [SET, `pass tcp any any <> any any (msg:"x"; flow:established; )`, HELD, OUT, BACK],
    ],
    ["answers on another port are held back", [SET, HELD.replace("any 443", "any 8443"), OUT, BACK]],
    ["answers to another host are held back", [SET, HELD.replace(SERVER, "10.0.0.2"), OUT, BACK]],
    [
      "answers to some ports are held back",
      [SET, HELD.replace(`${SERVER} any`, `${SERVER} 50000`), OUT, BACK],
    ],
    ["answers with some words are held back", [SET, HELD.replace("dsize:>0", 'content:"x"'), OUT, BACK]],
    ["large answers are held back", [SET, HELD.replace("dsize:>0", "dsize:>100"), OUT, BACK]],
    ["answers are only reported", [SET, HELD.replace("drop", "alert"), OUT, BACK]],
    ["requests are held back", [SET, HELD.replace("to_client", "to_server"), OUT, BACK]],
    ["the mark holds answers back where it is set", [SET, HELD.replace("isnotset", "isset"), OUT, BACK]],
    ["the mark is also set for no name", [SET, UNREAD, HELD, OUT, BACK]],
    ["the mark may be turned over", [SET, UNREAD.replace("set,listed", "toggle,listed"), HELD, OUT, BACK]],
    ["the mark is set among others", [SET, UNREAD.replace("set,listed", "set,x|listed"), HELD, OUT, BACK]],
    ["a name may stand anywhere", [name("a\\.example\\.com").replace("^", ""), HELD, OUT, BACK]],
    ["a dot stands for any letter", [name("a.example.com"), HELD, OUT, BACK]],
    ["the names are those not asked for", [SET.replace('pcre:"', 'pcre:!"'), HELD, OUT, BACK]],
    ["the pattern looks elsewhere", [SET.replace("tls.sni", "tls.cert_subject"), HELD, OUT, BACK]],
    ["a pass looks into the connection", [SET, HELD, OUT.replace("pass tcp", "pass tls"), BACK]],
    ["a pass passes the whole connection", [SET, HELD, OUT.replace("flow:to_server; ", ""), BACK]],
  ])("where %s", (_what, rules) => {
    expect(waysOut(rules).filter((way) => way.includes(" any @ "))).not.toEqual([]);
  });

  test("where the group only alerts", () => {
    expect(waysOut([SET, HELD, OUT, BACK], "DROP_TO_ALERT")).toEqual(ANY);
  });

  test("on other ports", () => {
    expect(waysOut([SET, HELD, OUT.replace("443", "442:444"), BACK.replace("443", "442:444")])).toEqual([
      "443/tcp *.b.example.net a.example.com @ 0.0.0.0/0",
      "442/tcp any @ 0.0.0.0/0",
      "444/tcp any @ 0.0.0.0/0",
    ]);
  });
});

test("every list of names is read back as it was written", () => {
  const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,6}[a-z0-9])?$/);
  const host = fc
    .tuple(fc.boolean(), fc.array(label, { minLength: 2, maxLength: 4 }))
    .map(([wildcard, labels]) => `${wildcard ? "*." : ""}${labels.join(".")}`);

  fc.assert(
    fc.property(fc.uniqueArray(host, { minLength: 1, maxLength: 6 }), (hosts) => {
      const pattern = hosts
        .map((one) => one.replaceAll(".", "\\.").replace(/^\*\\\./, "(?:[\\w-]+\\.)+"))
        .join("|");

      expect(waysOut([name(pattern), HELD, OUT, BACK])).toEqual([
        `443/tcp ${[...hosts].sort().join(" ")} @ 0.0.0.0/0`,
      ]);
    }),
    { numRuns: 100 },
  );
});
