import { ARCSERVE_STEPS } from "./arcserve";
import type { BackupPlanFacts } from "./backup-plan";
import { VEEAM_STEPS } from "./veeam";

/** How a backup product is set up for Exchange, and how it restores. ASCII. */
export interface ProductSteps {
  /** Name as the stack states it. */
  readonly product: string;
  /** Settings of its repository and its job, as `[where, setting]`. */
  readonly settings: (facts: BackupPlanFacts) => readonly (readonly [where: string, setting: string])[];
  /** How one message, one mailbox and one database come back. */
  readonly restores: Readonly<Record<"message" | "mailbox" | "database", string>>;
  /** The vendor's pages. */
  readonly sources: readonly string[];
}

/** What is said of a product that nobody has described here. */
const ANY_PRODUCT: Omit<ProductSteps, "product"> = {
  settings: () => [
    ["job", "consistent for applications (VSS), with the Exchange writer; logs truncated only after success"],
  ],
  restores: {
    message: "as the product's manual says, into a folder beside the original",
    mailbox: "as the product's manual says, into another mailbox",
    database: "as the product's manual says, into a recovery database",
  },
  sources: [],
};

/** The steps for a product by the name that a stack states. */
export function productSteps(product: string): Omit<ProductSteps, "product"> {
  return [VEEAM_STEPS, ARCSERVE_STEPS].find((known) => known.product === product) ?? ANY_PRODUCT;
}
