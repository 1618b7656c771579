import { AcmeCertificate } from "./acme/certificate";
import { AcmeProvider } from "./acme/provider";
import { AcmeRegistration } from "./acme/registration";
import type { BlockSchema, ProviderOrigin } from "./provider-schema";

/** A provider whose resources are declared by hand, because nobody publishes bindings for CDKTF. */
export interface HandWrittenProvider {
  readonly provider: { readonly origin: ProviderOrigin; readonly schema: BlockSchema };
  readonly resources: readonly { readonly tfResourceType: string; readonly schema: BlockSchema }[];
}

/** All of them: what the sandbox stands in for, and what is held against the providers' own schemas. */
export const HAND_WRITTEN_PROVIDERS: readonly HandWrittenProvider[] = [
  { provider: AcmeProvider, resources: [AcmeCertificate, AcmeRegistration] },
];
