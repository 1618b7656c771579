import { type Derivation, text } from "./context";
import type { Derive } from "./derive";
import type { RuleTable } from "./rule";
import { base64 } from "./seeded";

/** Lifetimes by profile (https://letsencrypt.org/docs/profiles/); without one, the longest. */
const LIFETIME_DAYS: Readonly<Record<string, number>> = { shortlived: 6, tlsserver: 45 };
const LONGEST_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What an authority that speaks ACME answers. */
export const ACME_VALUES: RuleTable = {
  acme_registration: {
    id: "https://acme-v02.api.letsencrypt.org/acme/acct/{digits:10}",
    registration_url: "{id}",
  },
  acme_certificate: {
    id: "{uuid}",
    certificate_url: "https://acme-v02.api.letsencrypt.org/acme/cert/{certificate_serial}",
    certificate_domain: "{common_name}",
    certificate_serial: "{digits:36}",
    certificate_not_before: "{time}",
    renewal_info_explanation_url: "",
    renewal_info_retry_after: "",
    renewal_info_window_end: "",
    renewal_info_window_selected: "",
    renewal_info_window_start: "",
  },
};

/** Made from the address like every other value: it has the form of what it stands for, and nothing can read it. */
function pem(derivation: Derivation, what: string, name: string, bytes: number): string {
  const body = base64(`${derivation.key}/${name}/${derivation.revision}`, bytes);
  return `-----BEGIN ${what}-----\n${body.match(/.{1,64}/g)?.join("\n")}\n-----END ${what}-----\n`;
}

/** With a request made elsewhere, the key is elsewhere too, and the provider leaves these empty. */
function onlyOwnKey(value: Derive): Derive {
  return (derivation) => (text(derivation, "certificate_request_pem") === "" ? value(derivation) : "");
}

function notAfter(derivation: Derivation): string {
  const days = LIFETIME_DAYS[text(derivation, "profile")] ?? LONGEST_DAYS;
  const end = Date.parse(text(derivation, "certificate_not_before")) + days * DAY_MS;
  return new Date(end).toISOString().replace(".000Z", "Z");
}

/** Attributes of the authority's answers that follow from others, or that no placeholder can write. */
export const ACME_DERIVED: Readonly<Record<string, Readonly<Record<string, Derive>>>> = {
  acme_registration: {
    account_key_pem: (derivation) => pem(derivation, "EC PRIVATE KEY", "account_key_pem", 167),
  },
  acme_certificate: {
    certificate_pem: (derivation) => pem(derivation, "CERTIFICATE", "certificate_pem", 1300),
    issuer_pem: (derivation) => pem(derivation, "CERTIFICATE", "issuer_pem", 1290),
    certificate_not_after: notAfter,
    private_key_pem: onlyOwnKey((derivation) => pem(derivation, "RSA PRIVATE KEY", "private_key_pem", 1190)),
    certificate_p12: onlyOwnKey((derivation) =>
      base64(`${derivation.key}/certificate_p12/${derivation.revision}`, 4000),
    ),
  },
};
