import type { TerraformJson } from "../terraform-json";
import type { Rule } from "./rule";

/** What Terraform knows, its state tells. */
export const NO_SECRET_IN_STATE: Rule = {
  id: "no-secret-in-state",
  what: "Terraform neither makes nor reads secrets, because it keeps their values in its state; an error where the stack does not show that the state is encrypted.",
  why: "Whoever reads the state has the secret: the state is a text, and its older versions stay in the bucket.",
  reference: "https://developer.hashicorp.com/terraform/language/manage-sensitive-data",
  severity: "warning",
  check: ({ secrets }, stack) =>
    secrets
      .filter(({ kind }) => kind === "in-state")
      .map(({ what, address }) =>
        isEncrypted(stack.backend)
          ? {
              address,
              message: `Terraform keeps a secret in its state: ${what}; let it be made where it is kept, or hand it over by an ephemeral value and a write-only argument`,
            }
          : {
              address,
              severity: "error" as const,
              message: `Terraform keeps a secret in its state, and nothing shows that the state is encrypted (${stack.backend?.kind ?? "no"} backend): ${what}; keep the state in an S3 bucket with "encrypt", or let the secret be made where it is kept`,
            },
      ),
};

/** Services that encrypt every state by themselves; S3 says so in the backend's settings. */
const ALWAYS_ENCRYPTED: readonly string[] = ["azurerm", "cloud", "gcs", "remote"];

function isEncrypted(backend: TerraformJson["backend"]): boolean {
  return (
    backend !== undefined &&
    (ALWAYS_ENCRYPTED.includes(backend.kind) || (backend.kind === "s3" && backend.settings.encrypt === true))
  );
}
