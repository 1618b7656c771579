import { afterApply, zone } from "../zone-file";
import type { Examples } from "./example";

export const DNSSEC_EXAMPLES: Examples = {
  "dnssec-ds-not-handed-over": {
    broken: [
      {
        stack: "a signed zone whose DS stays inside",
        zones: [zone("clinic.example", { dnssec: true })],
        says: [
          'the zone "clinic.example" is signed, and its DS goes nowhere; add an output with key_tag, algorithm, digest_type and digest, for the registrar\'s form or its API',
        ],
        at: ["cloudflare_zone.clinic.example"],
      },
      {
        stack: "one known by its id",
        zones: [{ ...zone("x", { dnssec: true, address: "0123" }), name: undefined }],
        says: [
          'the zone "0123" is signed, and its DS goes nowhere; add an output with key_tag, algorithm, digest_type and digest, for the registrar\'s form or its API',
        ],
      },
    ],
    holds: [
      {
        stack: "a signed zone whose DS is an output",
        zones: [zone("clinic.example", { dnssec: true, dsHandedOver: true })],
      },
      { stack: "an unsigned zone", zones: [zone("clinic.example")] },
    ],
  },
  "dnssec-ds-weak": {
    broken: [
      {
        stack: "RSA",
        records: [`lab.clinic.example DS 12345 8 2 ${"a".repeat(64)}`],
        says: [
          'DS "12345 8 2 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" of "lab.clinic.example" has algorithm 8 and digest type 2; sign the zone with 13 and publish digest type 2',
        ],
      },
      {
        stack: "a SHA-1 digest",
        records: [`lab.clinic.example DS 12345 13 1 ${"a".repeat(40)}`],
        says: [
          'DS "12345 13 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" of "lab.clinic.example" has algorithm 13 and digest type 1; sign the zone with 13 and publish digest type 2',
        ],
      },
    ],
    holds: [
      { stack: "algorithm 13 with SHA-256", records: [`lab.clinic.example DS 12345 13 2 ${"a".repeat(64)}`] },
      {
        stack: "a DS known only after apply",
        records: [`lab.clinic.example DS ${afterApply("x.y.key_tag")} 8 1 ${afterApply("x.y.digest")}`],
      },
    ],
  },
};
