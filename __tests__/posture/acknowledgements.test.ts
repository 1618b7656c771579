import { applyAcknowledgements } from "../../posture/acknowledgements";
import type { Acknowledgement, Finding } from "../../posture/facts";
import { TODAY } from "../clinic";

const SINGLE: Finding = {
  rule: "mx-single",
  severity: "warning",
  address: "cloudflare_dns_record.a",
  message: "one MX only",
};
const OTHER: Finding = { ...SINGLE, address: "cloudflare_dns_record.b" };
const GOOD: Acknowledgement = {
  rule: "mx-single",
  reason: "the vendor gives out one name",
  owner: "Ada",
  until: "2027-01-31",
};

test("an acknowledged finding is set aside, with who answers for it", () => {
  expect(applyAcknowledgements([SINGLE, OTHER], [GOOD], TODAY)).toEqual({
    findings: [],
    acknowledged: [
      { ...SINGLE, acknowledgement: GOOD },
      { ...OTHER, acknowledgement: GOOD },
    ],
  });
});

test("with an address, only the finding there is set aside", () => {
  const acknowledgement = { ...GOOD, address: SINGLE.address };
  expect(applyAcknowledgements([SINGLE, OTHER], [acknowledgement], TODAY)).toEqual({
    findings: [OTHER],
    acknowledged: [{ ...SINGLE, acknowledgement }],
  });
});

test("it holds on its last day", () => {
  expect(applyAcknowledgements([SINGLE], [{ ...GOOD, until: TODAY }], TODAY).findings).toEqual([]);
});

test("without acknowledgements nothing changes", () => {
  expect(applyAcknowledgements([SINGLE], [], TODAY)).toEqual({ findings: [SINGLE], acknowledged: [] });
});

test("two that are about the same finding are both in use", () => {
  const { findings, acknowledged } = applyAcknowledgements(
    [SINGLE],
    [GOOD, { ...GOOD, address: SINGLE.address }],
    TODAY,
  );
  expect([findings, acknowledged.length]).toEqual([[], 1]);
});

test.each<[string, Partial<Acknowledgement>, Finding]>([
  [
    "an expired one",
    { until: "2026-11-23" },
    {
      rule: "acknowledgement-expired",
      severity: "warning",
      address: "acknowledgements",
      message:
        'the acknowledgement of "mx-single" held until 2026-11-23; Ada mends the finding, or decides again and moves the day',
    },
  ],
  [
    "one about another address",
    { address: "cloudflare_dns_record.z" },
    {
      rule: "acknowledgement-unused",
      severity: "warning",
      address: "cloudflare_dns_record.z",
      message: 'the acknowledgement of "mx-single" at cloudflare_dns_record.z matches no finding; remove it',
    },
  ],
  [
    "one of a rule that finds nothing",
    { rule: "symmetric-routes" },
    {
      rule: "acknowledgement-unused",
      severity: "warning",
      address: "acknowledgements",
      message: 'the acknowledgement of "symmetric-routes" matches no finding; remove it',
    },
  ],
  [
    "one of a rule that does not exist",
    { rule: "mx-singel" },
    {
      rule: "acknowledgement-unknown-rule",
      severity: "error",
      address: "acknowledgements",
      message: 'there is no rule "mx-singel"; correct the id, or remove the acknowledgement',
    },
  ],
  [
    "one without reason",
    { reason: " " },
    {
      rule: "acknowledgement-without-reason",
      severity: "error",
      address: "acknowledgements",
      message: 'the acknowledgement of "mx-single" gives no reason; say why the finding may stand',
    },
  ],
  [
    "one without owner",
    { owner: "" },
    {
      rule: "acknowledgement-without-owner",
      severity: "error",
      address: "acknowledgements",
      message: 'the acknowledgement of "mx-single" names no owner; say who answers for it',
    },
  ],
  ...["2027-02-30", "31.01.2027", "2027-1-31", ""].map(
    (until): [string, Partial<Acknowledgement>, Finding] => [
      `one until ${JSON.stringify(until)}`,
      { until },
      {
        rule: "acknowledgement-bad-date",
        severity: "error",
        address: "acknowledgements",
        message: `the acknowledgement of "mx-single" holds until ${JSON.stringify(until)}, which is no day; write it as "2027-01-31"`,
      },
    ],
  ),
])("%s sets nothing aside, and is a finding itself", (_, more, objection) => {
  expect(applyAcknowledgements([SINGLE], [{ ...GOOD, ...more }], TODAY)).toEqual({
    findings: [SINGLE, objection],
    acknowledged: [],
  });
});

test("everything wrong with one is said at once", () => {
  const { findings } = applyAcknowledgements(
    [],
    [{ rule: "no-such", reason: "", owner: "", until: "soon" }],
    TODAY,
  );
  expect(findings.map(({ rule }) => rule)).toEqual([
    "acknowledgement-unknown-rule",
    "acknowledgement-without-reason",
    "acknowledgement-without-owner",
    "acknowledgement-bad-date",
  ]);
});
