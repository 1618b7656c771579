import type { Rule } from "./rule";

/** What is written down is known. */
export const NO_SECRET_IN_JSON: Rule = {
  id: "no-secret-in-json",
  what: "No private key, password or token stands in the JSON: a stack says where its secrets are kept.",
  why: "The JSON lies in a repository, in every build and on every workstation; a secret in it stays in their history when it is taken out.",
  reference: "https://developer.hashicorp.com/terraform/language/manage-sensitive-data",
  severity: "error",
  check: ({ secrets }) =>
    secrets
      .filter(({ kind }) => kind === "in-json")
      .map(({ what, address }) => ({
        address,
        message: `a secret stands in the JSON: ${what}; replace it by a new one, keep that in Systems Manager or Secrets Manager, and refer to it`,
      })),
};
