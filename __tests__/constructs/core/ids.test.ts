import fc from "fast-check";
import { idFor } from "../../../constructs/core/ids";

const label = fc.stringMatching(/^[a-z0-9_*-]{1,6}$/);
const dnsName = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));

describe("the id of a DNS name", () => {
  test("is different for different names", () => {
    fc.assert(
      fc.property(dnsName, dnsName, (a, b) => {
        expect(idFor(a) === idFor(b)).toBe(a === b);
      }),
      { numRuns: 2000 },
    );
  });

  test("has only characters that CDKTF keeps", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 12 }), (text) => {
        expect(idFor(text)).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  test("is the same for upper and lower case, as the names are", () => {
    expect(idFor("Mail.Example.COM")).toBe(idFor("mail.example.com"));
  });

  test.each([
    ["mail.clinic.example", "mail_clinic_example"],
    ["_dmarc.clinic.example", "Udmarc_clinic_example"],
    ["*.clinic.example", "W_clinic_example"],
    ["185.201.16.0/22", "185_201_16_0S22"],
  ])("of %s reads %s", (name, id) => {
    expect(idFor(name)).toBe(id);
  });
});
