import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idOf, readListing } from "../../../tools/import-dns/cloudflare-listing";
import { compareZone } from "../../../tools/import-dns/comparison";
import { importBlocks, importHcl, importJson, missingIds } from "../../../tools/import-dns/import-blocks";
import { canonicalData } from "../../../tools/import-dns/record-data";
import { ZoneFileError } from "../../../tools/import-dns/zone-file";
import { declared, inSet, ZONE_ID, zoneOf } from "./records";

const LISTING = readFileSync(join(__dirname, "zones", "cloudflare-listing.json"), "utf8");

function golden(file: string): string {
  return readFileSync(join(__dirname, "golden", file), "utf8");
}

/** Two records with an id, one without; its text holds what is special in Terraform's syntaxes. */
const zone = zoneOf(
  "@ MX 10 mx1-eu.spamexperts.com.",
  "@ MX 5 mail",
  `@ TXT "v=spf1 exists:%{i}.spf.example \\"$\{x}\\" -all"`,
);
const comparison = compareZone(zone, [
  declared("clinic.example", "MX", "10 mx1-eu.spamexperts.com", "mx1-eu"),
  declared("clinic.example", "MX", "20 mx2-eu.spamexperts.com", "mx2-eu"),
  declared("clinic.example", "TXT", '"v=spf1 -all"', "spf"),
]);
const blocks = importBlocks(comparison, readListing(LISTING, "ids.json"));

describe("at Cloudflare", () => {
  test("the import id is the zone's id and the record's", () => {
    expect(blocks.slice(0, 2)).toEqual([
      { to: "cloudflare_dns_record.mx1-eu", id: `${ZONE_ID}/372e67954025e0ba6aaa6d586b9e0b03` },
      { to: "cloudflare_dns_record.mx2-eu", id: `${ZONE_ID}/372e67954025e0ba6aaa6d586b9e0b04` },
    ]);
  });

  test("a record the listing does not hold has no id", () => {
    expect(missingIds(blocks).map(({ variable, missing }) => [variable, missing])).toEqual([
      ["import_spf", "Cloudflare's record id, 32 hexadecimal characters"],
    ]);
  });

  test("without a listing no record has one", () => {
    expect(missingIds(importBlocks(comparison))).toHaveLength(3);
  });

  test("nor has one in a zone only Terraform knows", () => {
    const later = { ...declared("clinic.example", "MX", "10 a"), zoneId: "$" + "{cloudflare_zone.z.id}" };
    const [missing] = missingIds(importBlocks(compareZone(zoneOf("@ MX 10 a."), [later])));
    expect(missing?.missing).toBe("the import id <zone id>/<record id>");
    expect(missing?.prefix).toBe("");
  });
});

describe("at Route 53", () => {
  test("the import id is the zone's id, the name and the type; one block for the whole set", () => {
    const set = [
      inSet("_dmarc.clinic.example", "TXT", '"v=DMARC1; p=none"', "dmarc"),
      inSet("clinic.example", "MX", "10 a", "mx"),
      inSet("clinic.example", "MX", "20 b", "mx"),
    ];
    const today = zoneOf("@ MX 10 a.", "@ MX 30 c.", "@ MX 40 d.", '_dmarc TXT "v=DMARC1; p=reject"');
    expect(importBlocks(compareZone(today, set))).toEqual([
      { to: "aws_route53_record.dmarc", id: "Z4KAPRWWNC7JR__dmarc.clinic.example_TXT" },
      { to: "aws_route53_record.mx", id: "Z4KAPRWWNC7JR_clinic.example_MX" },
    ]);
  });

  test("a set identifier comes last", () => {
    const weighted = { ...inSet("www.clinic.example", "A", "192.0.2.1"), setIdentifier: "blue" };
    expect(importBlocks(compareZone(zoneOf("www A 192.0.2.1"), [weighted]))[0]?.id).toBe(
      "Z4KAPRWWNC7JR_www.clinic.example_A_blue",
    );
  });

  test("in a zone only Terraform knows there is no id", () => {
    const later = { ...inSet("clinic.example", "MX", "10 a"), zoneId: "$" + "{aws_route53_zone.z.zone_id}" };
    expect(missingIds(importBlocks(compareZone(zoneOf("@ MX 10 a."), [later])))[0]?.missing).toBe(
      "the import id <hosted zone id>_clinic.example_MX",
    );
  });
});

describe("written", () => {
  test("in JSON, they are the golden file", () => {
    expect(importJson(blocks)).toBe(golden("import.tf.json"));
  });

  test("in Terraform's own syntax, they are the golden file", () => {
    expect(importHcl(blocks)).toBe(golden("import.tf"));
  });

  test.each([
    ["import.tf.json", importJson(blocks)],
    ["import.tf", importHcl(blocks)],
  ])("as %s, Terraform stops for the missing id and imports all once it is given", (file, text) => {
    const folder = mkdtempSync(join(tmpdir(), "import-dns-"));
    try {
      // A resource type that is built into Terraform, so that no provider has to be downloaded.
      writeFileSync(join(folder, file), text.replaceAll("cloudflare_dns_record.", "terraform_data."));
      writeFileSync(
        join(folder, "main.tf.json"),
        JSON.stringify({ resource: { terraform_data: { "mx1-eu": {}, "mx2-eu": {}, spf: {} } } }),
      );
      const terraform = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
        spawnSync("terraform", words, {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, CHECKPOINT_DISABLE: "1", ...env },
        });
      expect(terraform(["init", "-input=false"]).status).toBe(0);
      const stopped = terraform(["plan", "-input=false", "-no-color"]);
      expect(stopped.status).toBe(1);
      expect(stopped.stderr).toContain("No value for required variable");
      const planned = terraform(["plan", "-input=false", "-no-color"], { TF_VAR_import_spf: "0b06" });
      expect(planned.stderr).not.toContain("Error");
      expect(planned.stdout).toContain("Plan: 3 to import, 0 to add, 0 to change, 0 to destroy.");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("Cloudflare's listing", () => {
  const ids = readListing(LISTING, "ids.json");

  test.each([
    ["SRV", "_sip._tls.clinic.example", "100 1 443 sipdir.online.lync.com", "08"],
    ["CAA", "clinic.example", '0 issue "letsencrypt.org"', "09"],
    [
      "TXT without quotes",
      "clinic.example",
      '"v=spf1 a mx include:servers.mcsv.net" " include:spf.antispamcloud.com -all"',
      "06",
    ],
  ])("knows the id of a %s record", (what, name, value, end) => {
    const type = what.split(" ")[0] as string;
    expect(idOf(ids, { name, type, value: canonicalData(type, value) })).toBe(
      `372e67954025e0ba6aaa6d586b9e0b${end}`,
    );
  });

  test("may be given as pages in a list, or as the records alone", () => {
    const { result } = JSON.parse(LISTING) as { readonly result: readonly unknown[] };
    const page = (from: number, to: number) => ({
      result: result.slice(from, to),
      result_info: { total_count: 9 },
    });
    expect(readListing(JSON.stringify([page(0, 5), page(5, 9)]), "ids.json")).toEqual(ids);
    expect(readListing(JSON.stringify(result), "ids.json")).toEqual(ids);
  });

  test.each([
    ["is not JSON", "not JSON", /is not valid JSON|Unexpected token/],
    ["is something else", '{"errors": []}', /this is no listing of DNS records/],
    ["lacks pages", '{"result": [], "result_info": {"total_count": 3}}', /the listing has 0 of 3 records/],
  ])("fails when it %s", (_, text, message) => {
    expect(() => readListing(text, "ids.json")).toThrow(ZoneFileError);
    expect(() => readListing(text, "ids.json")).toThrow(message);
    expect(() => readListing(text, "ids.json")).toThrow(/^ids\.json:1:1: RecordIdsUnreadable: /);
  });
});
