import type { AssumptionFact, ExternalEdgeFact, StatedWayFact } from "./facts";
import { type Json, listOf, objectOf, type TerraformJson, textOf, textsOf } from "./terraform-json";

/** Output in which a stack says what somebody else's edge is asked to do. */
const OUTPUT = "external_edge";

/** What the edge in front of the servers is asked to do, where somebody else manages it. */
export function externalEdge(stack: TerraformJson): ExternalEdgeFact | null {
  const stated = stack.output(OUTPUT);
  if (stated === undefined || stated === null) {
    return null;
  }
  const { managed_by, public_addresses, egress_addresses, ingress, egress, ips } = objectOf(stated);
  const { name, contact } = objectOf(managed_by);
  return {
    managedBy: textOf(name) ?? "somebody else",
    contact: textOf(contact) ?? "",
    publicAddresses: textsOf(public_addresses),
    egressAddresses: textsOf(egress_addresses),
    ingress: waysOf(ingress),
    egress: waysOf(egress),
    ips: textOf(ips) ?? "unknown",
    address: `output.${OUTPUT}`,
  };
}

function waysOf(value: Json | undefined): readonly StatedWayFact[] {
  return listOf(value)
    .map(objectOf)
    .map(({ protocol, port, networks, hosts, purpose }) => ({
      protocol: textOf(protocol) ?? "any",
      port: typeof port === "number" ? port : 0,
      networks: textsOf(networks),
      hosts: hosts === undefined || hosts === null ? null : textsOf(hosts),
      purpose: textOf(purpose) ?? "",
    }));
}

/** What a posture rests on where the edge is somebody else's: nothing of it is proved. */
export function externalAssumptions(edge: ExternalEdgeFact | null): readonly AssumptionFact[] {
  if (edge === null) {
    return [];
  }
  const { ingress, egress, ips, address } = edge;
  const ways = ingress.map(({ port, protocol }) => `${port}/${protocol}`).join(" and ");
  return [
    {
      assumed: `the edge, which somebody else manages, lets in ${ways} from the networks asked for, and nothing else`,
      check: "from outside: protected-exchange check <client> --ports",
      address,
    },
    {
      assumed: `it lets the server reach the ${egress.length} ways out asked for, and nothing else`,
      check: "ask its manager: protected-exchange runbook <client> --part edge",
      address,
    },
    {
      assumed: `it looks for attacks, as far as ${JSON.stringify(ips)}, and tells somebody`,
      check: "ask its manager for the reports",
      address,
    },
  ];
}
