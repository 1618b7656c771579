import type { ProviderOrigin } from "../provider-schema";
import { typedProvider } from "../typed-resource";

/** The provider of FortiGate units: https://registry.terraform.io/providers/fortinetdev/fortios. */
export const FORTIOS = {
  name: "fortios",
  source: "fortinetdev/fortios",
  version: "1.25.0",
} as const satisfies ProviderOrigin;

/**
 * Which unit is configured, and as whom. What is left out, the provider reads itself from `FORTIOS_ACCESS_HOSTNAME`,
 * `FORTIOS_ACCESS_TOKEN` and `FORTIOS_CA_CABUNDLE`.
 */
export class FortiosProvider extends typedProvider(FORTIOS, {
  attributes: {
    cabundlecontent: { type: "string", optional: true },
    cabundlefile: { type: "string", optional: true },
    hostname: { type: "string", optional: true },
    insecure: { type: "bool", optional: true },
    token: { type: "string", optional: true },
    vdom: { type: "string", optional: true },
  },
}) {}
