import { costOf } from "../../posture/cost/cost";
import { STANDING_PRICES } from "../../posture/cost/prices";
import { TerraformJson } from "../../posture/terraform-json";

const cost = (resource: Record<string, Record<string, object>>) =>
  costOf(new TerraformJson({ resource } as never));

describe("the cost of a stack", () => {
  test("counts a firewall's endpoints, one per zone, at their hourly price", () => {
    const one = cost({ aws_networkfirewall_firewall: { f: { subnet_mapping: [{ subnet_id: "a" }] } } });
    const two = cost({
      aws_networkfirewall_firewall: { f: { subnet_mapping: [{ subnet_id: "a" }, { subnet_id: "b" }] } },
    });

    expect(one.standing).toBe(288.35);
    expect(two.standing).toBe(576.7);
  });

  test("counts load balancers and VPNs, and a NAT gateway where no firewall endpoint pays for it", () => {
    const balanced = {
      aws_lb: { l: {} },
      aws_vpn_connection: { v: {} },
      aws_nat_gateway: { a: {}, b: {} },
    };
    const endpoint = { aws_networkfirewall_firewall: { f: { subnet_mapping: [{ subnet_id: "a" }] } } };

    expect(cost(balanced).items.map(({ what, count, dollars }) => [what, count, dollars])).toEqual([
      ["NAT gateway", 2, 65.7],
      ["site-to-site VPN", 1, 36.5],
      ["load balancer", 1, 16.425],
    ]);
    expect(cost({ ...balanced, ...endpoint }).items).toContainEqual(
      expect.objectContaining({ what: "NAT gateway", count: 1 }),
    );
  });

  test("names what it consists of, dearest first", () => {
    const { items } = cost({
      aws_eip: { e: {} },
      aws_kms_key: { a: {}, b: {} },
      aws_vpc_endpoint: {
        i: { vpc_endpoint_type: "Interface", subnet_ids: ["a", "b"] },
        g: { vpc_endpoint_type: "Gateway" },
      },
    });

    expect(items).toEqual([
      { what: "interface endpoint", count: 2, dollars: 14.6, checked: true },
      { what: "public IPv4 address", count: 1, dollars: 3.65, checked: true },
      { what: "KMS key", count: 2, dollars: 2, checked: false },
    ]);
  });

  test("finds the endpoint for mail in a CloudFormation template", () => {
    const template = { Resources: { i: { Type: "AWS::SES::MailManagerIngressPoint" }, x: { Type: "x" } } };
    const { items } = cost({
      aws_cloudformation_stack: {
        mail: { template_body: JSON.stringify(template) },
        elsewhere: { template_url: "https://bucket.example/x.yaml" },
      },
    });

    expect(items).toEqual([{ what: "ingress endpoint for mail", count: 1, dollars: 50, checked: false }]);
  });

  test("counts alarms by the metrics they watch, and a metric once however many filters add to it", () => {
    const filter = (name: string) => ({ metric_transformation: { namespace: "n", name } });
    const { items } = cost({
      aws_cloudwatch_metric_alarm: {
        plain: { metric_name: "m" },
        formula: {
          metric_query: [
            { expression: "a+b" },
            { metric: { metric_name: "a" } },
            { metric: { metric_name: "b" } },
          ],
        },
        query: { metric_query: [{ expression: "SELECT 1" }] },
      },
      aws_cloudwatch_log_metric_filter: { a: filter("x"), b: filter("x"), c: filter("y") },
      aws_cloudwatch_dashboard: { d: {} },
    });

    expect(items).toEqual([
      { what: "dashboard", count: 1, dollars: 3, checked: false },
      { what: "metric counted in logs", count: 2, dollars: 0.6, checked: false },
      { what: "metric that an alarm watches", count: 4, dollars: 0.4, checked: false },
    ]);
  });

  test("counts TLS inspection at each endpoint of a firewall whose policy has it", () => {
    const items = (policy: object) =>
      cost({
        aws_networkfirewall_firewall: {
          f: {
            subnet_mapping: [{ subnet_id: "a" }, { subnet_id: "b" }],
            firewall_policy_arn: "${aws_networkfirewall_firewall_policy.p.arn}",
          },
        },
        aws_networkfirewall_firewall_policy: { p: { firewall_policy: policy } },
      }).items.filter(({ what }) => what.startsWith("TLS"));

    expect(items({})).toEqual([]);
    expect(items({ tls_inspection_configuration_arn: "${x_y.z.arn}" })).toEqual([
      { what: "TLS inspection at an endpoint", count: 2, dollars: 138.7, checked: false },
    ]);
  });

  test("counts the names of an exportable certificate, which are paid for at each renewal", () => {
    const names = {
      domain_name: "mail.clinic.example",
      subject_alternative_names: ["mail.clinic.example", "autodiscover.clinic.example"],
    };

    expect(cost({ aws_acm_certificate: { c: names } }).items).toEqual([]);
    expect(cost({ aws_acm_certificate: { c: { ...names, options: { export: "ENABLED" } } } }).items).toEqual([
      { what: "name of an exportable certificate", count: 2, dollars: 2.783, checked: false },
    ]);
  });

  test("charges traffic for inspection only where there is a firewall", () => {
    expect(cost({}).perGigabyte).toBe(0.09);
    expect(cost({ aws_networkfirewall_firewall: { f: {} } }).perGigabyte).toBe(0.155);
  });

  test("charges no traffic of a server behind a firewall in the office", () => {
    expect(cost({ fortios_firewall_policy: { p: {} } }).perGigabyte).toBe(0);
  });

  test("is nothing for what costs nothing", () => {
    expect(cost({ aws_vpc: { v: {} }, cloudflare_dns_record: { r: {} } })).toMatchObject({
      standing: 0,
      items: [],
    });
  });

  test("rests on prices that each have a page", () => {
    for (const { source } of Object.values(STANDING_PRICES)) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/$/);
    }
  });
});
