import {
  type Json,
  listOf,
  objectOf,
  TerraformJson,
  textOf,
  textsOf,
} from "../../../../posture/terraform-json";
import { type EdgeEvaluator, type Incoming, isIpv6, type Outgoing, within } from "../edge-evaluator";

type Rule = { readonly [key: string]: Json };

/** Walks single connections through a rendered MX: a forward lets in, and the first rule that matches lets out. */
export class ForwardsEvaluator implements EdgeEvaluator {
  private readonly forwards: readonly Rule[];
  private readonly rules: readonly Rule[];

  constructor(
    json: Json,
    private readonly server: string,
  ) {
    const stack = new TerraformJson(json);
    const rulesOf = (type: string) =>
      stack.all(type).flatMap(({ attributes }) => listOf(attributes.rules).map(objectOf));
    this.forwards = rulesOf("meraki_appliance_port_forwarding_rules");
    this.rules = rulesOf("meraki_appliance_l3_firewall_rules");
  }

  admits({ protocol, source, port }: Incoming): boolean {
    return this.forwards.some(
      (forward) =>
        !isIpv6(source) &&
        forward.protocol === protocol &&
        forward.public_port === `${port}` &&
        forward.local_port === `${port}` &&
        forward.lan_ip === this.server &&
        textsOf(forward.allowed_ips).some((block) => block === "any" || within(source, block)),
    );
  }

  letsOut({ protocol, destination, port }: Outgoing): boolean {
    const first = this.rules.find(
      (rule) =>
        (rule.protocol === "any" || rule.protocol === protocol) &&
        isAmong(this.server, rule.src_cidr) &&
        isAmong(destination, rule.dest_cidr) &&
        (rule.dest_port === "Any" || rule.dest_port === `${port}`),
    );
    // After the last rule, everything passes.
    return first?.policy !== "deny";
  }
}

function isAmong(address: string, networks: Json | undefined): boolean {
  const text = textOf(networks) ?? "";
  return text === "Any" || text.split(",").some((block) => within(address, block));
}
