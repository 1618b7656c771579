import { CidrSet } from "../../constructs/core/cidr-set";
import type { AwsMailEdgeProps } from "../../constructs/edge/aws/aws-mail-edge";
import { edge } from "../constructs/edge/lone-edge";
import { type Rehearsal, rehearse } from "../tools/sandbox/rehearsal";

let rehearsal: Rehearsal;

beforeEach(async () => {
  rehearsal = await rehearse();
});

afterEach(() => rehearsal.end());

describe("an edge, by the real Terraform in the sandbox", () => {
  test.each<[string, Partial<AwsMailEdgeProps>]>([
    [
      "two servers in one zone",
      {
        servers: ["ex1", "ex2"].map((name) => ({ name, availabilityZone: "eu-west-3a" })),
        domainControllers: CidrSet.of("10.99.1.0/28"),
        network: {
          cidr: "10.20.0.0/24",
          connected: [{ cidr: "10.99.0.0/16", through: "tgw-0a1b2c3d4e5f60718" }],
        },
      },
    ],
    [
      "a firewall that is shared",
      { sharedFirewallArn: "arn:aws:network-firewall:eu-west-3:111122223333:firewall/msp" },
    ],
    [
      "servers in the office",
      {
        onPremises: { servers: ["192.168.10.5"], publicAddress: "8.8.4.4", networks: ["192.168.10.0/24"] },
      },
    ],
  ])("with %s is applied, after which nothing is left to do, and destroyed", async (_what, change) => {
    const { resource, data = {} } = edge(change).json;
    rehearsal.declare({ resource, data });
    await rehearsal.terraform("init");

    expect((await rehearsal.terraform("apply", "-auto-approve")).text).toContain("Apply complete!");
    expect((await rehearsal.terraform("plan", "-detailed-exitcode")).text).toContain("No changes.");
    expect((await rehearsal.terraform("destroy", "-auto-approve")).text).toContain("Destroy complete!");
    expect((await rehearsal.terraform("state", "list")).text).toBe("");
  });
});
