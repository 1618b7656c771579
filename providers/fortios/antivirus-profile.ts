import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** In which protocols malware is looked for. */
export class FortiosAntivirusProfile extends typedResource(FORTIOS, "fortios_antivirus_profile", {
  attributes: {
    av_block_log: { type: "string", optional: true, computed: true },
    av_virus_log: { type: "string", optional: true, computed: true },
    comment: { type: "string", optional: true },
    extended_log: { type: "string", optional: true, computed: true },
    feature_set: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    scan_mode: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
  block_types: {
    http: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          archive_block: { type: "string", optional: true },
          archive_log: { type: "string", optional: true },
          av_scan: { type: "string", optional: true, computed: true },
          outbreak_prevention: { type: "string", optional: true, computed: true },
          quarantine: { type: "string", optional: true, computed: true },
        },
      },
    },
    smtp: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          archive_block: { type: "string", optional: true },
          archive_log: { type: "string", optional: true },
          av_scan: { type: "string", optional: true, computed: true },
          executables: { type: "string", optional: true, computed: true },
          outbreak_prevention: { type: "string", optional: true, computed: true },
          quarantine: { type: "string", optional: true, computed: true },
        },
      },
    },
  },
}) {}
