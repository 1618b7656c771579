import fc from "fast-check";
import { CidrSet } from "../../../constructs/core/cidr-set";
import {
  type NetworkLayout,
  type NetworkLayoutProps,
  networkLayout,
} from "../../../constructs/edge/aws/network-layout";

const ZONES = ["eu-west-3a", "eu-west-3b"];

function layout(props: NetworkLayoutProps): NetworkLayout {
  const result = networkLayout(props);
  if ("problems" in result) {
    throw new Error(JSON.stringify(result));
  }
  return result;
}

function blocks({ zones }: NetworkLayout): readonly string[] {
  return zones.flatMap(({ mail, firewall, server }) =>
    [mail, firewall, server].flatMap((subnet) => subnet?.cidr ?? []),
  );
}

/** Private networks of every size that a layout accepts. */
const vpc = (narrowest: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: 16, max: narrowest }), fc.nat(2 ** 20 - 1))
    .map(
      ([length, place]) =>
        CidrSet.of(`172.${16 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}/${length}`)
          .blocks[0] as string,
    );

/** One zone or two, one server or several, in a network that has room for them. */
const asked = fc.record({ zones: fc.constantFrom(1, 2), more: fc.nat(3) }).chain(({ zones, more }) =>
  vpc(zones + more > 1 ? 25 : 26).map((cidr): NetworkLayoutProps => {
    const availabilityZones = ZONES.slice(0, zones);
    return {
      network: { cidr },
      availabilityZones,
      servers: Array.from({ length: zones + more }, (_, index) => ({
        name: `ex${index}`,
        availabilityZone: availabilityZones[index % zones] as string,
      })),
    };
  }),
);

describe("the layout of a client's network", () => {
  test("holds servers, load balancers and firewalls apart inside every network it accepts", () => {
    fc.assert(
      fc.property(asked, (props) => {
        const cut = layout(props);
        const sets = blocks(cut).map((block) => CidrSet.of(block));
        const whole = CidrSet.of(cut.vpcCidr);
        expect(sets.every((set) => whole.containsAll(set))).toBe(true);
        expect(
          sets.filter((set, index) => sets.slice(0, index).some((other) => other.overlaps(set))),
        ).toEqual([]);
        expect(new Set(cut.servers.map(({ address }) => address)).size).toBe(props.servers?.length);
        for (const { availabilityZone, address } of cut.servers) {
          const zone = cut.zones.find((each) => each.availabilityZone === availabilityZone);
          const subnet = (zone?.server ?? zone?.mail)?.cidr as string;
          expect(CidrSet.of(subnet).containsAll(CidrSet.of(address))).toBe(true);
        }
      }),
    );
  });

  test("moves nothing when a second zone comes", () => {
    fc.assert(
      fc.property(vpc(25), (cidr) => {
        const one = layout({ network: { cidr }, availabilityZones: ["eu-west-3a"] });
        const two = layout({ network: { cidr }, availabilityZones: ZONES });
        expect(two.zones[0]).toMatchObject({ mail: one.zones[0]?.mail, firewall: one.zones[0]?.firewall });
      }),
    );
  });

  test("places one server in each zone, behind a load balancer where there are several", () => {
    const two = layout({ network: { cidr: "10.40.0.0/24" }, availabilityZones: ZONES });

    expect(two.loadBalanced).toBe(true);
    expect(two.servers).toEqual([
      { name: "server-a", availabilityZone: "eu-west-3a", address: "10.40.0.138" },
      { name: "server-b", availabilityZone: "eu-west-3b", address: "10.40.0.170" },
    ]);
    expect(blocks(two)).toEqual([
      "10.40.0.0/26",
      "10.40.0.240/28",
      "10.40.0.128/27",
      "10.40.0.64/26",
      "10.40.0.224/28",
      "10.40.0.160/27",
    ]);
  });

  test("takes what the client prescribes", () => {
    const given = {
      availabilityZone: "eu-west-3a",
      mail: { cidr: "10.0.5.0/24", id: "subnet-0a1b2c3d4e5f60718", adopt: true },
      firewall: { cidr: "10.0.6.0/28" },
    };

    expect(
      layout({
        network: { cidr: "10.0.0.0/16", subnets: [given] },
        availabilityZones: ["eu-west-3a"],
        servers: [{ name: "ex1", availabilityZone: "eu-west-3a", address: "10.0.5.20" }],
      }),
    ).toMatchObject({
      vpcCidr: "10.0.0.0/16",
      zones: [
        {
          availabilityZone: "eu-west-3a",
          mail: given.mail,
          firewall: { cidr: "10.0.6.0/28", id: undefined, adopt: false },
          server: undefined,
        },
      ],
      servers: [{ name: "ex1", address: "10.0.5.20" }],
      loadBalanced: false,
    });
  });
});
