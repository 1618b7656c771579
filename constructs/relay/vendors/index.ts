import type { RelayVendor } from "../vendor";
import { SPAMEXPERTS } from "./spamexperts";

/** The relays the catalogue knows, by the id a client file uses. */
export const RELAY_VENDORS: ReadonlyMap<string, RelayVendor> = new Map(
  [SPAMEXPERTS].map((vendor) => [vendor.id, vendor]),
);
