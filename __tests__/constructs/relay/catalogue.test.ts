import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cidrProblem } from "../../../constructs/core/cidr-set";
import { isUsable } from "../../../constructs/relay/confirmed-values";
import type {
  RelayVendor,
  SourcedOrNull,
  VendorMxHost,
  VendorSmartHost,
  VendorValues,
} from "../../../constructs/relay/vendor";
import { RELAY_VENDORS } from "../../../constructs/relay/vendors";

const VENDORS = [...RELAY_VENDORS.values()];
const FOLDER = resolve(__dirname, "..", "..", "..", "constructs", "relay", "vendors");

/** Every value of a vendor, whichever region it is of, by its kind. */
function valuesOf(vendor: RelayVendor) {
  const places: readonly VendorValues[] = [vendor, ...Object.values(vendor.regions)];
  const all = <Kind extends "mx" | "deliversFrom" | "spf" | "smartHost">(kind: Kind) =>
    places.flatMap((place) => place[kind] ?? []) as NonNullable<VendorValues[Kind]>[];
  return {
    mx: all("mx"),
    deliversFrom: all("deliversFrom"),
    spf: all("spf"),
    smartHost: all("smartHost"),
  };
}

describe.each(VENDORS)("the catalogue's entry of $name", (vendor) => {
  const { mx, deliversFrom, spf, smartHost } = valuesOf(vendor);
  const values: readonly SourcedOrNull<unknown>[] = [
    ...mx,
    ...deliversFrom,
    ...spf,
    ...smartHost,
    ...[vendor.continuity, vendor.dkim, vendor.domainVerification].filter((value) => value !== undefined),
  ];

  test("has a source for every value, and somebody's page for every documented one", () => {
    for (const { confidence, sources } of values) {
      expect(sources.length).toBeGreaterThan(0);
      expect(
        confidence !== "documented" || sources.some((source) => /^(https?:\/\/|github:)/.test(source)),
      ).toBe(true);
    }
  });

  test("says why a documented value must be confirmed all the same", () => {
    for (const { note, confirm } of values) {
      expect(confirm !== true || note !== undefined).toBe(true);
    }
  });

  test("has a day on which its sources were read", () => {
    expect(new Date(vendor.asOf).toISOString().slice(0, 10)).toBe(vendor.asOf);
  });

  test("delivers from well-formed networks", () => {
    expect(
      deliversFrom
        .flatMap(({ value }) => value ?? [])
        .map(cidrProblem)
        .filter(Boolean),
    ).toEqual([]);
  });

  test("lists its MX hosts in order, each with a preference where they are used without confirmation", () => {
    for (const known of mx) {
      const preferences = (known.value ?? []).map(({ preference }) => preference);
      const stated = preferences.filter((preference) => preference !== undefined);
      expect(stated).toEqual([...stated].sort((a, b) => a - b));
      expect(isUsable(known) ? stated.length : preferences.length).toBe(preferences.length);
    }
  });

  test("accepts its own example of what it assigns to a client, and uses it", () => {
    const { tenant } = vendor;
    const names = JSON.stringify([mx, spf, smartHost]);

    expect(names.includes("{tenant}")).toBe(tenant !== undefined);
    expect(tenant?.example ?? "").toMatch(new RegExp(`^(?:${tenant?.pattern ?? ""})$`));
  });

  test("is data in a file of its own, with no vendor's code", () => {
    const text = readFileSync(join(FOLDER, `${vendor.id}.ts`), "utf8");

    expect(text).not.toMatch(/=>|function|class |import (?!type)/);
    expect(text.split("\n").length).toBeLessThan(350);
  });
});

test("no other file names a vendor", () => {
  const files = readdirSync(FOLDER).filter((file) => file !== "index.ts");

  expect(files.sort()).toEqual([...RELAY_VENDORS.keys()].map((id) => `${id}.ts`).sort());
});

interface Fact {
  readonly confidence: string;
  readonly shippable: boolean;
  readonly records?: readonly { readonly host: string; readonly preference?: number }[];
  readonly ipv4?: readonly string[];
  readonly ipv6?: readonly string[];
  readonly mechanism?: string;
  readonly host?: string;
  readonly ports?: readonly number[];
}

interface VendorFacts {
  readonly id: string;
  readonly mx: readonly Fact[];
  readonly inbound_source_ips: readonly Fact[];
  readonly spf: readonly Fact[];
  readonly smarthost: readonly Fact[];
  readonly continuity: { readonly confidence: string; readonly queue_days?: number } | null;
}

/** The facts that the catalogue was written from; they lie beside the checkout, and not in every one. */
const FACTS = resolve(__dirname, "..", "..", "..", "..", "shared", "facts", "relays.json");

/** Declared where the product has a construct of its own instead. */
const NOT_A_VENDOR = ["aws-ses-mail-manager"];

type Value = string | readonly string[] | readonly VendorMxHost[] | VendorSmartHost;

/** A value as one line, the names of its placeholders made equal: the catalogue has one for what a client is assigned. */
function lineOf(value: Value): string {
  const words = [value].flat().map((item) => {
    if (typeof item === "string") {
      return item;
    }
    return "ports" in item
      ? `${item.host} on ${item.ports.join(" ")}`
      : `${"preference" in item ? item.preference : "?"} ${item.host}`;
  });
  return words.join("; ").replace(/(?<!%)\{\w+\}/g, "{}");
}

/** Does a value of the catalogue stand for a fact? It may fix what the fact leaves open, such as a region in a name. */
function stands(value: Value, fact: Fact): boolean {
  const pattern = lineOf(factValue(fact))
    .split(/(?<!%)\{\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("(?:\\{\\}|[a-z0-9-]+)");
  return new RegExp(`^${pattern}$`).test(lineOf(value));
}

function factValue(fact: Fact): Value {
  const { records, ipv4, ipv6, mechanism, host, ports } = fact;
  return (
    records ??
    mechanism ??
    (host === undefined || ports === undefined
      ? [...(ipv4 ?? []), ...(ipv6 ?? [])]
      : // Two of the vendor's services are one host there.
        { host: host.replace("same host as the tenant MX", "{}.mail.protection.outlook.com"), ports })
  );
}

if (existsSync(FACTS)) {
  const { vendors } = JSON.parse(readFileSync(FACTS, "utf8")) as { vendors: readonly VendorFacts[] };
  const facts = vendors.filter(({ id }) => !NOT_A_VENDOR.includes(id));

  test("the catalogue has the vendors of the facts and no other", () => {
    expect(VENDORS.map(({ id }) => id).sort()).toEqual(facts.map(({ id }) => id).sort());
  });

  describe.each(facts)(
    "the facts about $id",
    ({ id, mx, inbound_source_ips, spf, smarthost, continuity }) => {
      const vendor = RELAY_VENDORS.get(id) as RelayVendor;
      const catalogue = valuesOf(vendor);
      const kinds = [
        ["mx", catalogue.mx, mx],
        ["deliversFrom", catalogue.deliversFrom, inbound_source_ips],
        ["spf", catalogue.spf, spf],
        ["smartHost", catalogue.smartHost, smarthost],
      ] as const;

      test.each(kinds)(
        "that may be used are all in its %s, with the same confidence",
        (_kind, known, given) => {
          for (const fact of given.filter(({ shippable }) => shippable)) {
            expect(
              known.filter(
                (value) =>
                  isUsable(value) &&
                  value.value !== null &&
                  value.confidence === fact.confidence &&
                  stands(value.value, fact),
              ).length,
            ).toBeGreaterThan(0);
          }
        },
      );

      test.each(kinds)("are all there is in its %s, and no more trusted", (_kind, known, given) => {
        for (const value of known) {
          if (value.value === null) {
            continue;
          }
          const text = value.value;
          const sources = given.filter((fact) => stands(text, fact));

          expect(sources.map(({ confidence }) => confidence)).toContain(value.confidence);
          expect(isUsable(value)).toBe(sources.some(({ shippable }) => shippable));
        }
      });

      test("give the days that it queues", () => {
        expect(vendor.continuity?.value.queueDays).toBe(continuity?.queue_days);
        expect(vendor.continuity?.confidence).toBe(continuity?.confidence);
      });
    },
  );
} else {
  console.warn(`${FACTS} is not there: the catalogue is not compared with the facts it was written from`);
  test.skip("the catalogue is compared with the facts it was written from", () => undefined);
}
