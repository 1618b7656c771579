import {
  type CertificateLifetime,
  LEAST_OCCASIONS,
  occasions,
  windowDays,
} from "../../constructs/core/certificate-lifetime";
import type { CertificateFact, CertificateRenewalFact } from "../facts";
import type { Breach, Rule } from "./rule";

/** A lifetime that is in force, or will be, and what of it is left for renewing. */
interface Term {
  readonly renewal: CertificateRenewalFact;
  readonly lifetime: number;
  readonly window: number;
  /** First day; undefined for what is in force. */
  readonly from: string | undefined;
}

function termsOf({ lifetimeDays, laterLifetimes, renewal }: CertificateFact): readonly Term[] {
  if (renewal === null) {
    return [];
  }
  const inForce: readonly CertificateLifetime[] = lifetimeDays === null ? [] : [{ days: lifetimeDays }];
  return [...inForce, ...laterLifetimes].map(({ days, from }) => ({
    renewal,
    lifetime: days,
    window: windowDays(renewal.window, days),
    from,
  }));
}

/** What is wrong now is an error, what will be is a warning; of several, the first tells enough. */
function firstBreach(
  { address, ...certificate }: CertificateFact,
  message: (term: Term) => string | undefined,
): readonly Breach[] {
  for (const term of termsOf({ address, ...certificate })) {
    const text = message(term);
    if (text !== undefined) {
      return [
        term.from === undefined
          ? { address, message: text }
          : { address, message: `from ${term.from} on, ${text}`, severity: "warning" },
      ];
    }
  }
  return [];
}

/** A certificate is renewed late in its life, and before its end. */
export const CERTIFICATE_RENEWAL_WINDOW: Rule = {
  id: "certificate-renewal-window",
  what: "A certificate is renewed in the second half of its life, and not on its last day.",
  why: "Renewed earlier, it is renewed at nearly every occasion, until the authority's limits refuse the one that matters; fixed numbers of days become too many when lifetimes shorten.",
  reference:
    "https://letsencrypt.org/docs/integration-guide/#when-to-renew; CA/Browser Forum ballot SC-081v3",
  severity: "error",
  check: ({ certificates }) =>
    certificates.flatMap((certificate) =>
      firstBreach(certificate, ({ lifetime, window }) =>
        window < 1
          ? `it is not renewed before its end; give it days for renewing, such as a third of its ${lifetime}`
          : 2 * window >= lifetime
            ? `it is renewed ${window} days before its end, which is half of its ${lifetime} days or more; renew in the last third (min_days_dynamic)`
            : undefined,
      ),
    ),
};

/** Who renews by applying has to apply. */
export const CERTIFICATE_APPLIED_OFTEN_ENOUGH: Rule = {
  id: "certificate-applied-often-enough",
  what: "Where a run of Terraform or a task on the server renews a certificate, at least two of them fall into the time for it.",
  why: "Nothing renews the certificate between two runs, and one run may fail.",
  reference: "https://registry.terraform.io/providers/vancluever/acme/2.48.3/docs/resources/certificate",
  severity: "error",
  check: ({ certificates }) =>
    certificates
      .filter(({ renewal }) => renewal?.by === "apply" || renewal?.by === "server")
      .flatMap((certificate) =>
        certificate.renewal?.everyDays === null
          ? [
              {
                address: certificate.address,
                message:
                  'nothing says how often it is tried to renew it; have it done by a schedule, and state the days between two runs in the output "certificate" (renewal.every_days)',
                severity: "warning" as const,
              },
            ]
          : firstBreach(certificate, ({ lifetime, window, renewal: { everyDays } }) =>
              everyDays !== null && occasions(window, everyDays) < LEAST_OCCASIONS
                ? `of runs every ${everyDays} days, fewer than ${LEAST_OCCASIONS} surely fall into the last ${window} days of a certificate of ${lifetime}; run every ${Math.floor(window / LEAST_OCCASIONS)} days at least`
                : undefined,
            ),
      ),
};
