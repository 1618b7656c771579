import type { Score } from "../../../tools/report/internet-nl";
import { resources, type Tree } from "../../clinic";
import { clinicSheet, notaryJson, remove, sheetOf } from "./sample-sheet";

/** What a category of the clinic's only domain has come to: points of those that can be known. */
function categories(score: Score): Readonly<Record<string, string>> {
  expect(score.domains).toHaveLength(1);
  return Object.fromEntries(
    (score.domains[0]?.categories ?? []).map(({ category, points, knowable, total }) => [
      category,
      `${points}/${knowable} (${total})`,
    ]),
  );
}

const clinic = (change?: (json: Tree) => unknown): Readonly<Record<string, string>> =>
  categories(clinicSheet(change).score);

function setContent(json: Tree, part: string | RegExp, by: string): void {
  const found = resources(json, "cloudflare_dns_record").filter(({ content }) =>
    new RegExp(part).test(String(content)),
  );
  expect(found).not.toEqual([]);
  for (const record of found) {
    Object.assign(record, { content: String(record.content).replace(part, () => by) });
  }
}

const withoutText = (json: Tree, beginning: string): void =>
  remove(json, "cloudflare_dns_record", ({ content }) => String(content).startsWith(beginning));

describe("the score", () => {
  test("counts of internet.nl's mail test only what the stack tells", () => {
    expect(clinic()).toEqual({
      ipv6: "0/0 (20)",
      dnssec: "0/0 (20)",
      authenticity: "42/50 (50)",
      encryption: "0/0 (110)",
      routing: "0/0 (0)",
    });
  });

  test("adds up the domains that take mail, and no others", () => {
    const { domains, ...sum } = sheetOf(notaryJson()).score;

    expect(sum).toEqual({ points: 142, knowable: 150, total: 600 });
    expect(domains.map(({ domain, points }) => `${domain} ${points}`)).toEqual([
      "archive.notary.example 42",
      "notary.example 50",
      "xn--tude-notariale-9jb.example 50",
    ]);
  });

  test.each<[string, string, (json: Tree) => unknown]>([
    ["DMARC refuses", "50/50 (50)", (json) => setContent(json, "p=none; sp=none", "p=reject")],
    ["there is no DMARC", "30/50 (50)", (json) => withoutText(json, '"v=DMARC1; p')],
    ["the DMARC record is broken", "40/50 (50)", (json) => setContent(json, "p=none; sp=none", "p=all")],
    ["there is no SPF", "22/50 (50)", (json) => withoutText(json, '"v=spf1 include')],
    ["SPF ends in ?all", "34/50 (50)", (json) => setContent(json, "com ~all", "com ?all")],
    ["SPF has a mistake", "32/50 (50)", (json) => setContent(json, "com ~all", "com ip4:1.2.3 ~all")],
    [
      "there are two SPF records",
      "22/50 (50)",
      (json) =>
        Object.assign((json.resource as Tree).cloudflare_dns_record as Tree, {
          second: { type: "TXT", name: "clinic.example", content: '"v=spf1 -all"' },
        }),
    ],
    [
      "there is no DKIM key",
      "32/50 (50)",
      (json) => remove(json, "cloudflare_dns_record", ({ name }) => String(name).includes("._domainkey.")),
    ],
  ])("of authentic senders, when %s, is %s", (_, points, change) => {
    expect(clinic(change).authenticity).toBe(points);
  });

  test("counts an unsigned zone, which cannot pass", () => {
    expect(clinic((json) => remove(json, "cloudflare_zone_dnssec", () => true)).dnssec).toBe("2/10 (20)");
  });

  test("counts a server of the stack that takes the mail itself", () => {
    const itself = clinic((json) => {
      for (const record of resources(json, "cloudflare_dns_record")) {
        if (String(record.type) === "MX") {
          Object.assign(record, { content: "mail.clinic.example" });
        }
      }
    });

    expect(itself).toMatchObject({ ipv6: "0/10 (20)", encryption: "0/10 (110)" });
  });
});
