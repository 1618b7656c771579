import { afterApply } from "../zone-file";
import type { Examples } from "./example";
import { enforcing, MX, policy, TXT } from "./mta-sts-stack";

export const MTA_STS_POLICY_EXAMPLES: Examples = {
  "mta-sts-record-syntax": {
    broken: [
      {
        stack: "no id",
        records: ['_mta-sts.clinic.example TXT "v=STSv1;"'],
        says: [
          '"v=STSv1;" at "_mta-sts.clinic.example" is no MTA-STS record; write "v=STSv1; id=" and 1 to 32 letters and digits that change with the policy',
        ],
      },
      {
        stack: "an id with a hyphen",
        records: ['_mta-sts.clinic.example TXT "v=STSv1; id=2026-11-24"'],
        says: [
          '"v=STSv1; id=2026-11-24" at "_mta-sts.clinic.example" is no MTA-STS record; write "v=STSv1; id=" and 1 to 32 letters and digits that change with the policy',
        ],
      },
      {
        stack: "an id of 33 characters",
        records: [`_mta-sts.clinic.example TXT "v=STSv1; id=${"a".repeat(33)}"`],
        says: [
          '"v=STSv1; id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" at "_mta-sts.clinic.example" is no MTA-STS record; write "v=STSv1; id=" and 1 to 32 letters and digits that change with the policy',
        ],
      },
      {
        stack: "a version in lower case",
        records: ['_mta-sts.clinic.example TXT "v=stsv1; id=1"'],
        says: [
          '"v=stsv1; id=1" at "_mta-sts.clinic.example" is no MTA-STS record; write "v=STSv1; id=" and 1 to 32 letters and digits that change with the policy',
        ],
      },
      {
        stack: "two ids",
        records: ['_mta-sts.clinic.example TXT "v=STSv1; id=1; id=2"'],
        says: [
          '"v=STSv1; id=1; id=2" at "_mta-sts.clinic.example" is no MTA-STS record; write "v=STSv1; id=" and 1 to 32 letters and digits that change with the policy',
        ],
      },
    ],
    holds: [
      { stack: "a good record", records: [TXT] },
      {
        stack: "an id of 32 characters and a semicolon",
        records: [`_mta-sts.clinic.example TXT "v=STSv1; id=${"a".repeat(32)};"`],
      },
      {
        stack: "an id known only after apply",
        records: [`_mta-sts.clinic.example TXT "v=STSv1; id=${afterApply("random_id.x.hex")}"`],
      },
    ],
  },
  "mta-sts-one-record": {
    broken: [
      {
        stack: "two records",
        records: [TXT, TXT],
        says: [
          '2 MTA-STS records at "_mta-sts.clinic.example"; senders ignore them all, keep one and remove the others',
        ],
        at: ["cloudflare_dns_record.r2"],
      },
    ],
    holds: [{ stack: "one record", records: [TXT] }],
  },
  "mta-sts-policy-fields": {
    broken: [
      {
        stack: "an empty policy",
        mtaStsPolicies: [policy([])],
        says: [
          'the MTA-STS policy of "clinic.example" says version "", not "STSv1", says mode "", not enforce, testing or none, says max_age "", not 0 to 31557600, names no mx; write "version: STSv1", "mode: enforce", "max_age: 604800" and an "mx: " per host, one to a line',
        ],
      },
      {
        stack: "values that do not exist",
        mtaStsPolicies: [
          policy([
            "version: STSv2",
            "mode: report",
            "max_age: 31557601",
            "mx: mx1.relay.example",
            "max_age: 1",
            "enforce",
          ]),
        ],
        says: [
          'the MTA-STS policy of "clinic.example" holds "enforce", which is no field, gives "max_age" more than once, says version "STSv2", not "STSv1", says mode "report", not enforce, testing or none, says max_age "31557601", not 0 to 31557600; write "version: STSv1", "mode: enforce", "max_age: 604800" and an "mx: " per host, one to a line',
        ],
      },
    ],
    holds: [
      { stack: "a good policy", mtaStsPolicies: [enforcing("mx1.relay.example")] },
      {
        stack: "mode none without mx",
        mtaStsPolicies: [policy(["version: STSv1", "mode: none", "max_age: 0"])],
      },
      { stack: "a policy known only after apply", mtaStsPolicies: [policy([afterApply("data.x.y.z")])] },
    ],
  },
  "mta-sts-mx-pattern": {
    broken: [
      {
        stack: "wildcards that match nothing",
        mtaStsPolicies: [enforcing("mx*.relay.example", "*.*.example", ".relay.example", "*")],
        says: [
          'the MTA-STS policy of "clinic.example" names "mx*.relay.example", "*.*.example", ".relay.example", "*"; allowed are a host such as "mx1.relay.example" and "*." in front of a name',
        ],
      },
    ],
    holds: [
      { stack: "a host and a wildcard", mtaStsPolicies: [enforcing("mx1.relay.example", "*.relay.example")] },
    ],
  },
  "mta-sts-mx-unmatched": {
    broken: [
      {
        stack: "an MX that the policy does not name",
        records: [MX, "clinic.example MX 20 a.b.relay.example"],
        mtaStsPolicies: [enforcing("*.relay.example")],
        says: [
          'no mx of the MTA-STS policy of "clinic.example" ("*.relay.example") matches the MX "a.b.relay.example"; add what is missing to the policy',
        ],
      },
    ],
    holds: [
      { stack: "an MX named in capitals", records: [MX], mtaStsPolicies: [enforcing("MX1.relay.example")] },
      {
        stack: "an MX known only after apply",
        records: [`clinic.example MX 10 ${afterApply("ses.x.host")}`],
        mtaStsPolicies: [enforcing("mx1.relay.example")],
      },
      {
        stack: "a policy on its way out",
        records: [MX],
        mtaStsPolicies: [policy(["version: STSv1", "mode: none", "max_age: 86400"])],
      },
    ],
  },
  "mta-sts-pattern-unused": {
    broken: [
      {
        stack: "a host left over",
        records: [MX],
        mtaStsPolicies: [enforcing("mx1.relay.example", "mx.old.example")],
        says: [
          'the MTA-STS policy of "clinic.example" names "mx.old.example", which no MX matches; remove what is no longer in use',
        ],
      },
    ],
    holds: [
      { stack: "a wildcard in use", records: [MX], mtaStsPolicies: [enforcing("*.relay.example")] },
      {
        stack: "an MX known only after apply",
        records: [MX, `clinic.example MX 20 ${afterApply("ses.x.host")}`],
        mtaStsPolicies: [enforcing("mx1.relay.example", "mx2.relay.example")],
      },
      { stack: "no MX in the stack", mtaStsPolicies: [enforcing("mx1.relay.example")] },
    ],
  },
};
