import type { ProviderOrigin } from "../provider-schema";
import { typedProvider } from "../typed-resource";

/** Cisco's provider for the Meraki dashboard: https://registry.terraform.io/providers/CiscoDevNet/meraki. */
export const MERAKI = {
  name: "meraki",
  source: "CiscoDevNet/meraki",
  version: "1.9.0",
} as const satisfies ProviderOrigin;

/** The dashboard; its key comes from `MERAKI_API_KEY` in the environment, and never from a configuration. */
export class MerakiProvider extends typedProvider(MERAKI, {
  attributes: {
    base_url: { type: "string", optional: true },
  },
}) {}
