import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CidrSet } from "../../../constructs/core/cidr-set";
import { AwsMailEdge, type AwsMailEdgeProps } from "../../../constructs/edge/aws/aws-mail-edge";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

/** A stack of one edge and nothing else. */
export function edge(
  change: Partial<AwsMailEdgeProps>,
  inspect: (made: AwsMailEdge) => void = () => undefined,
): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    const made = new AwsMailEdge(stack, "edge", {
      name: "clinic",
      ingress: Ingress.of({ smtpFrom: CidrSet.of("185.201.16.0/22") }),
      egress: exchangeEgress(587),
      availabilityZones: ["eu-west-3a"],
      network: { cidr: "10.20.0.0/24" },
      protection: false,
      ...change,
    });
    inspect(made);
  });
}
