import { postureOf } from "../../posture/posture";
import { clinicJson, TODAY, type Tree } from "../clinic";

const STATED = {
  names: ["mail.clinic.example", "autodiscover.clinic.example"],
  issuer: "Example Authority",
  caa_domains: ["ca.example"],
  key: { algorithm: "RSA", bits: 2048 },
  lifetimes: [{ days: 90 }, { days: 45, from: "2028-02-16" }],
  installable: true,
  renewal: { by: "server", window: { lifetime_divided_by: 3 }, every_days: 1 },
};

function certificates(json: unknown) {
  return postureOf(json, TODAY).certificates;
}

describe("the certificates of a stack", () => {
  test("are those that it states where the server gets its own", () => {
    expect(certificates({ output: { certificate: { value: STATED } } })).toEqual([
      {
        names: ["autodiscover.clinic.example", "mail.clinic.example"],
        issuer: "Example Authority",
        caaDomains: ["ca.example"],
        validatedByStack: false,
        installable: true,
        renewalDelivered: false,
        key: { algorithm: "RSA", bits: 2048 },
        lifetimes: [{ days: 90 }, { days: 45, from: "2028-02-16" }],
        renewal: { by: "server", window: { lifetimeDividedBy: 3 }, everyDays: 1 },
        address: "output.certificate",
      },
    ]);
  });

  test("are none where a stack only states one that Terraform would order", () => {
    const stated = { ...STATED, renewal: { by: "apply", window: { days: 30 } } };

    expect(certificates({ output: { certificate: { value: stated } } })).toEqual([]);
  });

  test("are one where a resource and a statement are about the same names", () => {
    const [only, ...others] = certificates(clinicJson());

    expect(others).toEqual([]);
    expect(only).toMatchObject({
      issuer: "AWS Certificate Manager",
      address: expect.stringMatching(/^aws_acm_certificate\./),
      key: { algorithm: "RSA", bits: 2048 },
      lifetimes: [{ days: 198 }],
      renewal: { by: "issuer", window: { days: 45 }, everyDays: null },
    });
  });

  test("say nothing of key, lifetime and renewal where the stack says nothing", () => {
    const json = clinicJson();
    delete (json.output as Tree).certificate;

    expect(certificates(json)).toEqual([
      expect.objectContaining({ key: null, lifetimes: [], renewal: null }),
    ]);
  });

  test("have no window of renewal where what is stated is none", () => {
    const stated = { ...STATED, renewal: { by: "server", window: { lifetime_divided_by: 0 } } };

    expect(certificates({ output: { certificate: { value: stated } } })).toEqual([
      expect.objectContaining({ renewal: null }),
    ]);
  });
});
