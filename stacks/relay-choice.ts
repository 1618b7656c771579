import { ValidationError } from "../constructs/core/errors";
import type { Relay } from "../constructs/relay/relay";
import { VendorRelay } from "../constructs/relay/vendor-relay";
import { RELAY_VENDORS } from "../constructs/relay/vendors";
import type { Client } from "./client-schema";

/**
 * The relay a client file chooses.
 *
 * @throws ValidationError whose problems name the keys of the file's `relay` section
 */
export function relayOf(choice: Client["relay"]): Relay {
  const vendor = RELAY_VENDORS.get(choice.vendor);
  if (vendor === undefined) {
    throw new ValidationError([
      {
        code: "RelayVendorUnknown",
        property: "vendor",
        message: `${JSON.stringify(choice.vendor)} is not in the catalogue; known are ${[...RELAY_VENDORS.keys()].join(", ")}`,
      },
    ]);
  }
  const { host, port = vendor.smartHost.value.port, credentials } = choice.smartHost;
  return new VendorRelay({
    vendor,
    smartHostCredentials: credentials,
    ...(choice.region === undefined ? {} : { region: choice.region }),
    ...(choice.deliversFrom === undefined ? {} : { deliversFrom: choice.deliversFrom }),
    ...(choice.spf === undefined ? {} : { spf: choice.spf }),
    ...(host === undefined ? {} : { smartHost: { host, port } }),
  });
}
