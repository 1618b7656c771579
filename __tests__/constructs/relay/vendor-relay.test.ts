import { cidrProblem } from "../../../constructs/core/cidr-set";
import { ERROR_CODES } from "../../../constructs/core/error-codes";
import { VendorRelay, type VendorRelayProps } from "../../../constructs/relay/vendor-relay";
import { RELAY_VENDORS } from "../../../constructs/relay/vendors";
import { SPAMEXPERTS } from "../../../constructs/relay/vendors/spamexperts";

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
      { host: "smtp.antispamcloud.com", port: 587, credentials: "ssm:/clinic/smart-host" },
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

  test("fails with every unknown region and unconfirmed value at once", () => {
    const attempt = () =>
      new VendorRelay({ vendor: SPAMEXPERTS, smartHostCredentials: "ssm:/x", region: "moon" });

    expect(attempt).toThrow(
      'RelayRegionUnknown: SpamExperts Hosted Cloud has no region "moon"; known are global, eu',
    );
    expect(attempt).toThrow(
      'VendorValueUnconfirmed: SpamExperts Hosted Cloud does not document its spf; the catalogue holds "include:spf.antispamcloud.com"',
    );
    expect(attempt).toThrow(
      "VendorValueUnconfirmed: SpamExperts Hosted Cloud does not document its smartHost",
    );
  });
});

describe.each([...RELAY_VENDORS.values()])("the catalogue's entry of $name", (vendor) => {
  test("has a source for every value, and a page of somebody for every documented one", () => {
    const values = [
      ...Object.values(vendor.regions).map(({ mx }) => mx),
      vendor.deliversFrom,
      vendor.spf,
      vendor.smartHost,
      vendor.continuity,
    ];

    for (const { confidence, sources } of values) {
      expect(sources.length).toBeGreaterThan(0);
      expect(confidence !== "documented" || sources.some((source) => source.startsWith("https://"))).toBe(
        true,
      );
    }
  });

  test("has a day on which its sources were read", () => {
    expect(new Date(vendor.asOf).toISOString().slice(0, 10)).toBe(vendor.asOf);
  });

  test("delivers from well-formed networks and lists its hosts in order", () => {
    expect(vendor.deliversFrom.value.map(cidrProblem).filter(Boolean)).toEqual([]);
    for (const { mx } of Object.values(vendor.regions)) {
      const preferences = mx.value.hosts.map(({ preference }) => preference);
      expect(preferences).toEqual([...preferences].sort((a, b) => a - b));
    }
  });
});

test("every code says what is wrong and how to mend it", () => {
  for (const { what, fix } of Object.values(ERROR_CODES)) {
    expect(what).toMatch(/^[A-Z].*\.$/);
    expect(fix).toMatch(/^[A-Z].*\.$/);
  }
});
