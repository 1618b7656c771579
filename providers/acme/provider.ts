import type { ProviderOrigin } from "../provider-schema";
import { typedProvider } from "../typed-resource";

/** The provider that orders certificates over ACME (RFC 8555): https://registry.terraform.io/providers/vancluever/acme. */
export const ACME = {
  name: "acme",
  source: "vancluever/acme",
  version: "2.48.3",
} as const satisfies ProviderOrigin;

/** Which authority is asked, by the address of its directory. */
export class AcmeProvider extends typedProvider(ACME, {
  attributes: {
    server_url: { type: "string", required: true },
  },
}) {}
