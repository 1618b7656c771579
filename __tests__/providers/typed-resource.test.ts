import { type IResolvable, TerraformLocal, TerraformStack, Testing, Token } from "cdktf";
import { AcmeCertificate } from "../../providers/acme/certificate";
import { AcmeProvider } from "../../providers/acme/provider";
import { AcmeRegistration } from "../../providers/acme/registration";
import type { ProviderOrigin } from "../../providers/provider-schema";
import { typedProvider, typedResource } from "../../providers/typed-resource";
import { synthesized } from "../synthesized-stack";

const ROUTERS = {
  name: "routers",
  source: "example/routers",
  version: "1.2.3",
} as const satisfies ProviderOrigin;

class RoutersProvider extends typedProvider(ROUTERS, {
  attributes: { host_name: { type: "string", optional: true } },
}) {}

/** Every shape that a schema can take. */
class RoutersPolicy extends typedResource(ROUTERS, "routers_policy", {
  attributes: {
    enabled: { type: "bool", optional: true },
    id: { type: "string", optional: true, computed: true },
    labels: { type: ["map", "string"], optional: true },
    node: { type: "string", computed: true },
    peers: { type: ["set", "string"], optional: true, computed: true },
    policy_name: { type: "string", required: true },
    ranges: { type: ["list", ["object", { from_port: "number", to_port: "number" }]], optional: true },
    routes: {
      nested_type: {
        nesting_mode: "list",
        attributes: {
          next_hop: { type: "string", required: true },
          via: { type: "string", optional: true },
        },
      },
      optional: true,
    },
    weight: { type: "number", optional: true },
  },
  block_types: {
    logging: {
      nesting_mode: "list",
      max_items: 1,
      block: { attributes: { log_level: { type: "string", required: true } } },
    },
    rule: {
      nesting_mode: "list",
      min_items: 1,
      block: {
        attributes: { action: { type: "string", required: true } },
        block_types: {
          match_host: {
            nesting_mode: "set",
            block: { attributes: { host_name: { type: "string", required: true } } },
          },
        },
      },
    },
  },
}) {}

function routers(build: (stack: TerraformStack) => void): Readonly<Record<string, unknown>> {
  const stack = new TerraformStack(Testing.app(), "test");
  new RoutersProvider(stack, "routers", { hostName: "r1.example" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)) as Readonly<Record<string, unknown>>;
}

function policy(build: (stack: TerraformStack) => RoutersPolicy): unknown {
  const { resource } = routers(build) as { resource: { routers_policy: Record<string, object> } };
  return Object.values(resource.routers_policy)[0];
}

describe("a hand-written resource", () => {
  test("writes nested attributes as lists of objects, and knows their members", () => {
    const withRoutes = (routes: readonly { readonly nextHop: string }[]): unknown =>
      policy(
        (stack) =>
          new RoutersPolicy(stack, "mail", { policyName: "mail", rule: [{ action: "pass" }], routes }),
      );

    expect(withRoutes([{ nextHop: "z" }, { nextHop: "a" }])).toMatchObject({
      routes: [{ next_hop: "z" }, { next_hop: "a" }],
    });
    const mistaken = { nextHop: "z", metric: 1 };
    expect(() => withRoutes([mistaken])).toThrow(
      'routers_policy.routes has no argument "metric"; known: nextHop, via',
    );
    expect(() => withRoutes([{} as { readonly nextHop: string }])).toThrow(
      'routers_policy.routes needs "nextHop"',
    );
  });

  test("writes arguments and blocks by Terraform's names, sets sorted and lists as given", () => {
    expect(
      policy(
        (stack) =>
          new RoutersPolicy(stack, "mail", {
            policyName: "mail",
            peers: ["b", "a"],
            ranges: [{ fromPort: 443, toPort: 443 }, { fromPort: 25 }],
            labels: { keptAsItIs: "yes" },
            enabled: false,
            logging: { logLevel: "all" },
            rule: [{ action: "pass", matchHost: [{ hostName: "z" }, { hostName: "y" }] }, { action: "drop" }],
          }),
      ),
    ).toEqual({
      policy_name: "mail",
      peers: ["a", "b"],
      ranges: [{ from_port: 443, to_port: 443 }, { from_port: 25 }],
      labels: { keptAsItIs: "yes" },
      enabled: false,
      logging: { log_level: "all" },
      rule: [{ action: "pass", match_host: [{ host_name: "y" }, { host_name: "z" }] }, { action: "drop" }],
    });
  });

  test("takes a token for a whole list, for a block and for a flag, and leaves a set with one in it alone", () => {
    expect(
      policy((stack) => {
        const local = new TerraformLocal(stack, "local", {});
        return new RoutersPolicy(stack, "mail", {
          policyName: local.asString,
          enabled: Token.asAny(local.expression),
          peers: Token.asList(local.expression),
          logging: Token.asAny(local.expression),
          rule: [{ action: "pass", matchHost: [{ hostName: "z" }, { hostName: local.asString }] }],
        });
      }),
    ).toEqual({
      policy_name: "${local.local}",
      enabled: "${local.local}",
      peers: "${local.local}",
      logging: "${local.local}",
      rule: [{ action: "pass", match_host: [{ host_name: "z" }, { host_name: "${local.local}" }] }],
    });
  });

  test("is read by typed attributes, a set as a list", () => {
    const { resource } = routers((stack) => {
      const one = new RoutersPolicy(stack, "one", { policyName: "one", rule: [{ action: "pass" }] });
      new RoutersPolicy(stack, "two", {
        policyName: one.id satisfies string,
        peers: one.peers satisfies readonly string[],
        labels: one.labels satisfies { [key: string]: string },
        weight: one.weight satisfies number,
        enabled: one.enabled satisfies IResolvable,
        ranges: one.ranges satisfies IResolvable,
        rule: [{ action: "drop" }],
        dependsOn: [one],
        lifecycle: { createBeforeDestroy: true },
      });
    }) as { resource: { routers_policy: Record<string, object> } };
    expect(resource.routers_policy.two).toEqual({
      policy_name: "${routers_policy.one.id}",
      peers: "${tolist(routers_policy.one.peers)}",
      labels: "${routers_policy.one.labels}",
      weight: "${routers_policy.one.weight}",
      enabled: "${routers_policy.one.enabled}",
      ranges: "${routers_policy.one.ranges}",
      rule: [{ action: "drop" }],
      depends_on: ["routers_policy.one"],
      lifecycle: { create_before_destroy: true },
    });
  });

  test("requires its provider in exactly one version", () => {
    const { terraform, provider } = routers((stack) => {
      new RoutersProvider(stack, "second", { alias: "second" });
    });

    expect(terraform).toEqual({
      required_providers: { routers: { source: "example/routers", version: "1.2.3" } },
    });
    expect(provider).toEqual({ routers: [{ host_name: "r1.example" }, { alias: "second" }] });
  });

  test("fails for an argument that the type does not have, in a block too", () => {
    const misspelt = { policyName: "mail", rule: [{ action: "pass", matchHosts: [] }] };

    expect(() => policy((stack) => new RoutersPolicy(stack, "mail", misspelt))).toThrow(
      'routers_policy.rule has no argument "matchHosts"; known: action, matchHost',
    );
  });

  test("fails without what the type requires", () => {
    const config = { policyName: "mail", rule: [] };
    const nameless = { rule: [{ action: "pass" }] } as unknown as typeof config;

    expect(() => policy((stack) => new RoutersPolicy(stack, "mail", config))).toThrow(
      'routers_policy needs 1 of "rule"',
    );
    expect(() => policy((stack) => new RoutersPolicy(stack, "mail", nameless))).toThrow(
      'routers_policy needs "policyName"',
    );
  });

  test("does not compile with a wrong type, without a required argument or with one that only the provider sets", () => {
    const never = (stack: TerraformStack): void => {
      const rule = [{ action: "pass" }];
      const list = [{ logLevel: "x" }];
      // @ts-expect-error a number
      new RoutersPolicy(stack, "a", { policyName: 1, rule });
      // @ts-expect-error no rule
      new RoutersPolicy(stack, "b", { policyName: "b" });
      // @ts-expect-error a block that stands once is no list
      new RoutersPolicy(stack, "c", { policyName: "c", rule, logging: list });
      // @ts-expect-error computed
      new AcmeCertificate(stack, "d", { accountKeyPem: "", certificatePem: "" });
    };

    expect(never).toBeInstanceOf(Function);
  });
});

describe("the resources of acme", () => {
  const stack = synthesized((scope) => {
    new AcmeProvider(scope, "acme", { serverUrl: "https://acme-v02.api.letsencrypt.org/directory" });
    const account = new AcmeRegistration(scope, "account", {});
    new AcmeCertificate(scope, "certificate", {
      accountKeyPem: account.accountKeyPem,
      commonName: "mail.clinic.example",
      subjectAlternativeNames: ["b.clinic.example", "a.clinic.example"],
      dnsChallenge: [{ provider: "route53", config: { AWS_REGION: "us-east-1" } }],
    });
  });

  test("are what Terraform reads", () => {
    expect(
      stack.only("acme_certificate", {
        account_key_pem: "${acme_registration.account.account_key_pem}",
        subject_alternative_names: ["a.clinic.example", "b.clinic.example"],
        dns_challenge: [{ provider: "route53", config: { AWS_REGION: "us-east-1" } }],
      }).common_name,
    ).toBe("mail.clinic.example");
    expect(stack.json.terraform).toMatchObject({
      required_providers: { acme: { source: "vancluever/acme", version: "2.48.3" } },
    });
  });

  test("are known to the tests, which refuse a name that the provider does not have", () => {
    expect(() => stack.all("acme_certificate", { dns_challenge: [{ providers: "x" }] })).toThrow(
      'acme_certificate.dns_challenge has no attribute "providers"',
    );
    expect(() => stack.all("acme_account")).toThrow("no provider has a resource type acme_account");
  });
});
