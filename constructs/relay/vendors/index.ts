import { ValidationError } from "../../core/errors";
import type { RelayVendor } from "../vendor";
import { ALTOSPAM } from "./altospam";
import { BARRACUDA_EGD } from "./barracuda-egd";
import { BROADCOM_EMAIL_SECURITY_CLOUD } from "./broadcom-email-security-cloud";
import { CISCO_SECURE_EMAIL_CLOUD } from "./cisco-secure-email-cloud";
import { CLOUDFLARE_EMAIL_SECURITY } from "./cloudflare-email-security";
import { HORNETSECURITY } from "./hornetsecurity";
import { LIBRAESVA } from "./libraesva";
import { MAILINBLACK } from "./mailinblack";
import { MICROSOFT_EOP } from "./microsoft-eop";
import { MIMECAST } from "./mimecast";
import { MX_GUARDDOG } from "./mx-guarddog";
import { NABLE_MAIL_ASSURE } from "./nable-mail-assure";
import { PROOFPOINT_ESSENTIALS } from "./proofpoint-essentials";
import { SOPHOS_EMAIL } from "./sophos-email";
import { SPAMEXPERTS } from "./spamexperts";
import { SPAMHERO } from "./spamhero";
import { TREND_MICRO_EMAIL_SECURITY } from "./trend-micro-email-security";
import { VADE_CLOUD } from "./vade-cloud";
import { ZEROSPAM } from "./zerospam";

/** The relays the catalogue knows, by the id a client file uses; sorted. */
export const RELAY_VENDORS: ReadonlyMap<string, RelayVendor> = new Map(
  [
    ALTOSPAM,
    BARRACUDA_EGD,
    BROADCOM_EMAIL_SECURITY_CLOUD,
    CISCO_SECURE_EMAIL_CLOUD,
    CLOUDFLARE_EMAIL_SECURITY,
    HORNETSECURITY,
    LIBRAESVA,
    MAILINBLACK,
    MICROSOFT_EOP,
    MIMECAST,
    MX_GUARDDOG,
    NABLE_MAIL_ASSURE,
    PROOFPOINT_ESSENTIALS,
    SOPHOS_EMAIL,
    SPAMEXPERTS,
    SPAMHERO,
    TREND_MICRO_EMAIL_SECURITY,
    VADE_CLOUD,
    ZEROSPAM,
  ].map((vendor) => [vendor.id, vendor]),
);

/**
 * A relay of the catalogue.
 *
 * @param id its id there, such as `spamexperts`
 * @param elsewhere what the message names beside the catalogue
 * @throws ValidationError `RelayVendorUnknown`
 */
export function relayVendor(id: string, elsewhere = ""): RelayVendor {
  const vendor = RELAY_VENDORS.get(id);
  if (vendor === undefined) {
    throw new ValidationError([
      {
        code: "RelayVendorUnknown",
        property: "vendor",
        message: `${JSON.stringify(id)} is not in the catalogue; known are ${[...RELAY_VENDORS.keys()].join(", ")}${elsewhere}`,
      },
    ]);
  }
  return vendor;
}
