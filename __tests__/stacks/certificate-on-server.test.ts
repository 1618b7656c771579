import { postureOf } from "../../posture/posture";
import { synthesizeClient } from "../../stacks/synthesize";
import { exchangeFacts } from "../../tools/runbook/exchange-facts";
import { only, resources, TODAY, type Tree } from "../clinic";
import { advice, gist, sheetOf } from "../tools/report/sample-sheet";
import { CLIENT, changed, clientsFolder, ON_SERVER_SECTION } from "./client-files";

const CHALLENGE = "_challenge.acme-challenge.office.example";
const OFFICE =
  "  onPremises: { servers: [192.168.10.5], publicAddress: 8.8.4.4, networks: [192.168.10.0/24] }\n";

function office({ certificate = ON_SERVER_SECTION, edge = "" } = {}): Tree {
  const file = changed(CLIENT, "edge:\n", `${certificate}edge:\n${edge}`);
  return synthesizeClient(clientsFolder({ "office.yaml": file }), "office") as Tree;
}

function broken(json: Tree): readonly string[] {
  return postureOf(json, TODAY).findings.flatMap(({ severity, rule }) =>
    severity === "error" ? [rule] : [],
  );
}

function published(json: Tree, type: string): readonly string[] {
  return postureOf(json, TODAY)
    .records.filter((record) => record.type === type)
    .map(({ name, value }) => `${name} ${value}`);
}

describe("a client whose server orders its certificate", () => {
  const json = office();

  test("breaks no rule, and says who renews it and when", () => {
    expect(broken(json)).toEqual([]);
    expect(postureOf(json, TODAY).certificates).toMatchObject([
      {
        names: ["autodiscover.office.example", "mail.office.example"],
        issuer: "Let's Encrypt",
        caaDomains: ["letsencrypt.org"],
        validatedByStack: true,
        renewal: { by: "server", everyDays: 1 },
      },
    ]);
  });

  test("has no certificate at AWS", () => {
    expect((json.resource as Tree).aws_acm_certificate).toBeUndefined();
    expect((json.output as Tree).certificate_arn).toBeUndefined();
  });

  test("has its challenges answered in a zone at Route 53, found and trusted through the one at Cloudflare", () => {
    expect(published(json, "CNAME").filter((record) => record.startsWith("_acme-challenge."))).toEqual([
      `_acme-challenge.autodiscover.office.example ${CHALLENGE}`,
      `_acme-challenge.mail.office.example ${CHALLENGE}`,
    ]);
    // An answer that was left behind must not keep the zone from being destroyed.
    expect(only(json, "aws_route53_zone")).toMatchObject({
      name: "acme-challenge.office.example",
      force_destroy: true,
    });
    const above = resources(json, "cloudflare_dns_record").filter(
      ({ name }) => `${name}` === "acme-challenge.office.example",
    );
    expect(above.map(({ type }) => `${type}`)).toEqual(["NS", "NS", "NS", "NS", "DS"]);
  });

  test("admits Let's Encrypt by DNS challenge only, and from one account once that is known", () => {
    const admitted = (tree: Tree): readonly string[] =>
      published(tree, "CAA").filter((record) => record.startsWith("mail.office.example 0 issue "));
    const account = "https://acme-v02.api.letsencrypt.org/acme/acct/123456789";

    expect(admitted(json)).toEqual([
      'mail.office.example 0 issue "letsencrypt.org; validationmethods=dns-01"',
    ]);
    expect(admitted(office({ certificate: `${ON_SERVER_SECTION}  account: ${account}\n` }))).toEqual([
      `mail.office.example 0 issue "letsencrypt.org; validationmethods=dns-01; accounturi=${account}"`,
    ]);
  });

  test("lets the server reach Let's Encrypt and Route 53", () => {
    const web = postureOf(json, TODAY).egress.find(({ fromPort }) => fromPort === 443);

    expect(web?.hosts).toEqual(
      expect.arrayContaining(["acme-v02.api.letsencrypt.org", "route53.amazonaws.com"]),
    );
  });

  test("tells the runbook where the challenge is answered", () => {
    expect(exchangeFacts("office", json, TODAY).order).toEqual({ challengeName: CHALLENGE });
  });

  test("is not told on its sheet that something is missing between AWS and the server", () => {
    expect(gist(advice(sheetOf(office()), "certificate"))).toEqual({
      status: "partly",
      what: ["namesCertified", "certificateRenewed", "authoritiesNamed"],
      missing: [],
      unknown: ["certificateShownUnknown"],
    });
  });

  test("leaves a zone unsigned below one that is not signed", () => {
    const file = changed(
      changed(CLIENT, "edge:\n", `${ON_SERVER_SECTION}edge:\n`),
      "    zoneId:",
      "    dnssec: false\n    zoneId:",
    );
    const unsigned = synthesizeClient(clientsFolder({ "office.yaml": file }), "office") as Tree;

    expect((unsigned.resource as Tree).aws_route53_key_signing_key).toBeUndefined();
    expect(broken(unsigned)).toEqual([]);
  });
});

describe("a client whose server in the office orders its certificate", () => {
  const json = office({ edge: OFFICE });

  test("has a user who may write the challenge from the office, and no key of his", () => {
    const { policy } = only(json, "aws_iam_policy");
    const statements = JSON.parse(`${policy}`).Statement as readonly Tree[];

    expect(statements.map(({ Condition }) => (Condition as Tree).IpAddress)).toEqual(
      Array(4).fill({ "aws:SourceIp": ["8.8.4.4/32"] }),
    );
    expect(only(json, "aws_iam_user")).toMatchObject({ name: "office-challenge-writer" });
    expect((json.resource as Tree).aws_iam_access_key).toBeUndefined();
    expect(broken(json)).toEqual([]);
  });

  test("tells the runbook whom to ask a key of", () => {
    expect(exchangeFacts("office", json, TODAY).order).toEqual({
      challengeName: CHALLENGE,
      writer: "office-challenge-writer",
    });
  });
});

describe("the delegation of challenges, held against the rule", () => {
  /** The stack with its aliases changed. */
  function withAliases(change: (alias: Tree) => void, remove = false): Tree {
    const json = office();
    const records = (json.resource as Tree).cloudflare_dns_record as Record<string, Tree>;
    for (const [id, record] of Object.entries(records)) {
      if (`${record.name}`.startsWith("_acme-challenge.mail.")) {
        change(record);
        if (remove) {
          delete records[id];
        }
      }
    }
    return json;
  }

  const found = (json: Tree): readonly string[] =>
    postureOf(json, TODAY).findings.flatMap(({ rule, message }) =>
      rule === "acme-challenge-delegated" ? [message] : [],
    );

  test("is missed where an alias is gone", () => {
    expect(
      postureOf(
        withAliases(() => undefined, true),
        TODAY,
      ).certificates,
    ).toMatchObject([{ validatedByStack: false }]);
    expect(found(withAliases(() => undefined, true))).toEqual([
      expect.stringContaining('nothing leads from "_acme-challenge.mail.office.example" elsewhere'),
    ]);
  });

  test("is found wanting where an alias leads into the zone of the mail", () => {
    expect(found(withAliases((alias) => Object.assign(alias, { content: "answer.office.example" })))).toEqual(
      [
        expect.stringContaining(
          '"_acme-challenge.mail.office.example" leads into "office.example", where "office.example" has MX',
        ),
      ],
    );
  });

  test("is taken as it is where an alias leads elsewhere, or the name is a zone", () => {
    expect(
      found(withAliases((alias) => Object.assign(alias, { content: "answer.elsewhere.example" }))),
    ).toEqual([]);
    expect(
      found(withAliases((alias) => Object.assign(alias, { type: "NS", content: "ns.elsewhere.example" }))),
    ).toEqual([]);
  });
});
