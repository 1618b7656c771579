import fc from "fast-check";
import { CidrSet } from "../../../constructs/core/cidr-set";
import { networkLayout } from "../../../constructs/edge/aws/network-layout";

const vpc = fc.tuple(fc.integer({ min: 16, max: 26 }), fc.nat(2 ** 20 - 1)).map(([length, place]) => {
  const [block] = CidrSet.of(
    `172.${16 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}/${length}`,
  ).blocks;
  return block as string;
});

describe("the layout of a client's network", () => {
  test("holds server and firewall apart inside every network it accepts", () => {
    fc.assert(
      fc.property(vpc, (vpcCidr) => {
        const layout = networkLayout({ vpcCidr });
        if ("problems" in layout) {
          throw new Error(JSON.stringify(layout));
        }
        const whole = CidrSet.of(vpcCidr);
        const mail = CidrSet.of(layout.mailSubnetCidr);
        const firewall = CidrSet.of(layout.firewallSubnetCidr);
        expect(whole.containsAll(mail) && whole.containsAll(firewall)).toBe(true);
        expect(mail.overlaps(firewall)).toBe(false);
        expect(mail.containsAll(CidrSet.of(layout.serverAddress))).toBe(true);
      }),
    );
  });

  test("takes what the client prescribes", () => {
    expect(
      networkLayout({
        vpcCidr: "10.0.0.0/16",
        mailSubnetCidr: "10.0.5.0/24",
        firewallSubnetCidr: "10.0.6.0/28",
        serverAddress: "10.0.5.20",
      }),
    ).toEqual({
      vpcCidr: "10.0.0.0/16",
      mailSubnetCidr: "10.0.5.0/24",
      firewallSubnetCidr: "10.0.6.0/28",
      serverAddress: "10.0.5.20",
    });
  });

  test("fails for a firewall subnet that AWS would refuse", () => {
    expect(networkLayout({ vpcCidr: "10.0.0.0/16", firewallSubnetCidr: "10.0.255.0/29" })).toEqual({
      problems: [
        {
          code: "SubnetTooSmall",
          property: "firewallSubnetCidr",
          message: '"10.0.255.0/29" is smaller than the /28 that a firewall endpoint needs',
        },
      ],
    });
  });
});
