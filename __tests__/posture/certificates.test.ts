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
        lifetimeDays: 90,
        laterLifetimes: [{ days: 45, from: "2028-02-16" }],
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
      lifetimeDays: 198,
      laterLifetimes: [],
      renewal: { by: "issuer", window: { days: 45 }, everyDays: null },
    });
  });

  test("say nothing of key, lifetime and renewal where the stack says nothing", () => {
    const json = clinicJson();
    delete (json.output as Tree).certificate;

    expect(certificates(json)).toEqual([
      expect.objectContaining({ key: null, lifetimeDays: null, renewal: null }),
    ]);
  });

  test("have no window of renewal where what is stated is none", () => {
    const stated = { ...STATED, renewal: { by: "server", window: { lifetime_divided_by: 0 } } };

    expect(certificates({ output: { certificate: { value: stated } } })).toEqual([
      expect.objectContaining({ renewal: null }),
    ]);
  });
});

/** A stack as somebody writes it by hand, with one order over ACME. */
function ordered(order: object, more: object = {}, url = "https://acme-v02.api.letsencrypt.org/directory") {
  return {
    provider: { acme: [{ server_url: url }] },
    resource: {
      acme_certificate: {
        mail: {
          account_key_pem: "${acme_registration.account.account_key_pem}",
          common_name: "mail.clinic.example",
          subject_alternative_names: ["autodiscover.clinic.example"],
          dns_challenge: [{ provider: "route53" }],
          ...order,
        },
      },
    },
    ...more,
  };
}

describe("a certificate that is ordered over ACME", () => {
  test("is one of Let's Encrypt, of its profile, where that is asked", () => {
    expect(certificates(ordered({ min_days_dynamic: true }))).toEqual([
      {
        names: ["autodiscover.clinic.example", "mail.clinic.example"],
        issuer: "Let's Encrypt",
        caaDomains: ["letsencrypt.org"],
        validatedByStack: true,
        installable: true,
        renewalDelivered: false,
        key: null,
        lifetimeDays: 90,
        laterLifetimes: [
          { days: 64, from: "2027-02-10" },
          { days: 45, from: "2028-02-16" },
        ],
        renewal: { by: "apply", window: { lifetimeDividedBy: 3 }, everyDays: null },
        address: "acme_certificate.mail",
      },
    ]);
    expect(certificates(ordered({ profile: "tlsserver" }))[0]).toMatchObject({
      lifetimeDays: 45,
      laterLifetimes: [],
      renewal: { window: { days: 30 } },
    });
  });

  test("has an authority and a lifetime that nobody knows where another one is asked", () => {
    expect(certificates(ordered({}, {}, "https://ca.corp.example/acme"))[0]).toMatchObject({
      issuer: "an authority that speaks ACME",
      caaDomains: [],
      lifetimeDays: null,
    });
  });

  test("has the names that the stack states where it is ordered for a request from elsewhere", () => {
    const request = {
      common_name: undefined,
      subject_alternative_names: undefined,
      certificate_request_pem: "x",
    };

    expect(certificates(ordered(request, { output: { certificate: { value: STATED } } }))).toEqual([
      expect.objectContaining({
        names: ["autodiscover.clinic.example", "mail.clinic.example"],
        key: { algorithm: "RSA", bits: 2048 },
        renewal: { by: "apply", window: { days: 30 }, everyDays: 1 },
      }),
    ]);
  });

  test("stays one where it is brought to AWS, too", () => {
    const json = ordered({});
    const imported = {
      aws_acm_certificate: {
        mail: {
          private_key: "${acme_certificate.mail.private_key_pem}",
          certificate_body: "${acme_certificate.mail.certificate_pem}",
        },
      },
    };

    expect(
      certificates({ ...json, resource: { ...json.resource, ...imported } }).map(({ address }) => address),
    ).toEqual(["acme_certificate.mail"]);
  });
});

describe("the rules about renewing", () => {
  const found = (json: unknown) =>
    postureOf(json, TODAY)
      .findings.filter(({ rule }) => rule.startsWith("certificate-"))
      .map(({ rule, severity, message }) => `${rule}: ${severity}: ${message}`);
  const applied = (everyDays: number) => ({
    output: {
      certificate: {
        value: {
          ...STATED,
          lifetimes: [],
          renewal: { by: "apply", window: { lifetime_divided_by: 3 }, every_days: everyDays },
        },
      },
    },
  });

  test("hold where a third of the lifetime is left, and applies are a week apart", () => {
    expect(found(ordered({ min_days_dynamic: true }, applied(7)))).toEqual([]);
  });

  test("are broken by the provider's default with a short life", () => {
    expect(found(ordered({ profile: "tlsserver" }, applied(7)))).toEqual([
      "certificate-renewal-window: error: it is renewed 30 days before its end, which is half of its 45 days or more; renew in the last third (min_days_dynamic)",
    ]);
  });

  test("are broken by a life of six days, for which no schedule of applies is close enough", () => {
    expect(found(ordered({ profile: "shortlived", min_days_dynamic: true }, applied(1)))).toEqual([
      "certificate-renewal-window: error: it is renewed 3 days before its end, which is half of its 6 days or more; renew in the last third (min_days_dynamic)",
    ]);
  });

  test("warn of a default that will be too early", () => {
    expect(found(ordered({}, applied(7)))).toEqual([
      "certificate-renewal-window: warning: from 2028-02-16 on, it is renewed 30 days before its end, which is half of its 45 days or more; renew in the last third (min_days_dynamic)",
    ]);
  });

  test("are broken by a certificate that is never renewed", () => {
    expect(found(ordered({ min_days_remaining: -1 }, applied(7)))).toContain(
      "certificate-renewal-window: error: it is not renewed before its end; give it days for renewing, such as a third of its 90",
    );
  });

  test("are broken by applies that are too far apart, now or later", () => {
    expect(found(ordered({ min_days_dynamic: true }, applied(16)))).toEqual([
      "certificate-applied-often-enough: error: of runs every 16 days, fewer than 2 surely fall into the last 30 days of a certificate of 90; run every 15 days at least",
    ]);
    expect(found(ordered({ min_days_dynamic: true }, applied(8)))).toEqual([
      "certificate-applied-often-enough: warning: from 2028-02-16 on, of runs every 8 days, fewer than 2 surely fall into the last 15 days of a certificate of 45; run every 7 days at least",
    ]);
  });

  test("warn where nobody says how often the stack is applied", () => {
    expect(found(ordered({ min_days_dynamic: true }))).toEqual([
      'certificate-applied-often-enough: warning: nothing says how often it is tried to renew it; have it done by a schedule, and state the days between two runs in the output "certificate" (renewal.every_days)',
    ]);
  });

  test("ask no schedule of an authority that renews by itself", () => {
    expect(found(clinicJson())).toEqual([]);
  });
});
