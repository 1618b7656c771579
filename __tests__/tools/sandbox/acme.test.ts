import { planChange } from "../../../tools/sandbox/plan/plan";
import type { ObjectValue } from "../../../tools/sandbox/protocol/value";
import { terraformBlock } from "../../../tools/sandbox/schema";
import type { Block } from "../../../tools/sandbox/schema/model";
import { settleValues } from "../../../tools/sandbox/values/engine";

const CONTEXT = { region: "", defaultTags: {} };

function created(type: string, config: ObjectValue): ObjectValue {
  const block = terraformBlock("resource", type) as Block;
  const { planned } = planChange(block, { type, ...CONTEXT }, undefined, config, config);
  return settleValues(block, planned, {
    kind: "resource",
    type,
    key: `clinic/${type}.certificate`,
    region: "",
    revision: 0,
    state: { objects: {}, failures: {} },
    declaredKeys: () => [],
  });
}

test("a certificate for a request from elsewhere comes without a key", () => {
  const certificate = created("acme_certificate", {
    account_key_pem: "",
    certificate_request_pem: "-----BEGIN CERTIFICATE REQUEST-----",
    profile: "tlsserver",
  });

  expect(certificate).toMatchObject({
    private_key_pem: "",
    certificate_p12: "",
    certificate_not_before: "2026-01-01T00:00:00Z",
    certificate_not_after: "2026-02-15T00:00:00Z",
  });
  expect(certificate.certificate_pem).toMatch(
    /^-----BEGIN CERTIFICATE-----\n[\w+/=\n]+\n-----END CERTIFICATE-----\n$/,
  );
});

test("a certificate whose key the provider makes has it in its state", () => {
  const certificate = created("acme_certificate", {
    account_key_pem: "",
    common_name: "mail.clinic.example",
  });

  expect(certificate.private_key_pem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
  expect(certificate).toMatchObject({
    certificate_domain: "mail.clinic.example",
    certificate_not_after: "2026-04-01T00:00:00Z",
  });
});

test("an account without a key of its own is given one", () => {
  expect(created("acme_registration", {}).account_key_pem).toMatch(/^-----BEGIN EC PRIVATE KEY-----/);
});

test("another request orders another certificate, another wish to renew does not", () => {
  const block = terraformBlock("resource", "acme_certificate") as Block;
  const prior = created("acme_certificate", { certificate_request_pem: "one", min_days_remaining: 30 });
  const replaces = (change: ObjectValue) =>
    planChange(block, { type: "acme_certificate", ...CONTEXT }, prior, { ...prior, ...change }, change)
      .requiresReplace;

  expect(replaces({ certificate_request_pem: "two" })).toEqual(["certificate_request_pem"]);
  expect(replaces({ min_days_remaining: 20 })).toEqual([]);
});
