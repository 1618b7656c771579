import { covers } from "../../constructs/core/domain-names";
import { declarationOf } from "../../stacks/declaration";
import { afterApply, certificate, factsOf } from "../posture/dns/zone-file";

test.each([
  ["mail.clinic.example", "mail.clinic.example", true],
  ["MAIL.Clinic.example.", "mail.clinic.example", true],
  ["*.clinic.example", "mail.clinic.example", true],
  ["*.clinic.example", "clinic.example", false],
  ["*.clinic.example", "a.mail.clinic.example", false],
  ["m*.clinic.example", "mail.clinic.example", false],
  ["mail.*.example", "mail.clinic.example", false],
  ["*.example", "clinic.example", false],
  ["*", "example", false],
  ["*.étude.example", "mail.xn--tude-9oa.example", true],
  ["mail.étude.example", "mail.xn--tude-9oa.example", true],
])("%s stands for %s: %s (RFC 9525 § 6.3)", (pattern, host, expected) => {
  expect(covers(pattern, host)).toBe(expected);
});

test("the names of a stack are those of its certificates, servers, aliases of servers and policies", () => {
  const facts = factsOf(
    [
      "autodiscover.clinic.example CNAME mail.clinic.example",
      "outlook.clinic.example CNAME autodiscover.clinic.example",
      "www.clinic.example CNAME web.host.example",
    ],
    {
      mailHosts: ["mail.clinic.example", afterApply("x.y.z")],
      certificates: [
        certificate([
          "*.clinic.example",
          "autodiscover.clinic.example",
          "portal.clinic.example",
          afterApply("a.b.c"),
        ]),
      ],
      mtaStsPolicies: [{ domain: "clinic.example", text: "", address: "aws_s3_object.policy" }],
    },
  );

  expect(
    declarationOf(facts).names.map(({ name, ofServer, mail, certificates }) => [
      name,
      ofServer,
      mail,
      certificates.length,
    ]),
  ).toEqual([
    ["autodiscover.clinic.example", true, false, 1],
    ["mail.clinic.example", true, true, 1],
    ["mta-sts.clinic.example", false, false, 1],
    ["outlook.clinic.example", true, false, 1],
    ["portal.clinic.example", false, false, 1],
  ]);
});
