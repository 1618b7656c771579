import { isUsable } from "../constructs/relay/confirmed-values";
import type { RelayVendor } from "../constructs/relay/vendor";
import { RELAY_VENDORS } from "../constructs/relay/vendors";

/** A region of a vendor, and what a client file has to state there. */
interface VendorRow {
  readonly region: string;
  /** Keys of the relay section, in the order in which the docs explain them. */
  readonly confirm: readonly string[];
}

/** The vendors of the catalogue, sorted. */
export function vendorsById(): readonly RelayVendor[] {
  return [...RELAY_VENDORS.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Each region of a vendor with the values that a client has to confirm. */
export function vendorRows(vendor: RelayVendor): readonly VendorRow[] {
  return Object.entries(vendor.regions).map(([region, regional]) => {
    const values = { ...vendor, ...regional };
    const names = JSON.stringify([values.mx, values.spf, values.smartHost].filter(isUsable));
    return {
      region,
      confirm: [
        ...(names.includes("{tenant}") ? ["tenant"] : []),
        ...(isUsable(values.mx) ? [] : ["mx"]),
        ...(isUsable(values.deliversFrom) ? [] : ["deliversFrom"]),
        ...(vendor.direction === "inbound"
          ? ["outbound"]
          : [
              ...(isUsable(values.spf) ? [] : ["spf"]),
              ...(isUsable(values.smartHost) ? [] : ["smartHost.host"]),
            ]),
      ],
    };
  });
}

/** How long mail waits and what users can do meanwhile, in a few words. */
export function continuityWords({ continuity }: RelayVendor): string {
  const { queueDays, webmail = "unknown" } = continuity?.value ?? {};
  const queue = queueDays === undefined ? "not stated" : `${queueDays} ${queueDays === 1 ? "day" : "days"}`;
  const inbox = {
    "read-and-answer": "read and answer",
    read: "read",
    none: "no webmail",
    unknown: "webmail not stated",
  };
  return `${queue}; ${inbox[webmail]}`;
}
