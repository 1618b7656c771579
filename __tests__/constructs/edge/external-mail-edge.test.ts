import { CidrSet } from "../../../constructs/core/cidr-set";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { ExternalMailEdge, type ExternalMailEdgeProps } from "../../../constructs/edge/external-mail-edge";
import { Ingress } from "../../../constructs/edge/ingress";
import { synthesized } from "../../synthesized-stack";

const PROPS: ExternalMailEdgeProps = {
  managedBy: { name: "Example IT", contact: "noc@it.example" },
  ingress: Ingress.of({ smtpFrom: CidrSet.of("198.51.100.0/24", "2001:db8::/32") }),
  egress: exchangeEgress(587, CidrSet.of("203.0.113.0/24")),
  publicAddresses: ["93.184.216.34"],
};

function edge(props: Partial<ExternalMailEdgeProps> = {}): ExternalMailEdge {
  let construct: ExternalMailEdge | undefined;
  synthesized((scope) => {
    construct = new ExternalMailEdge(scope, "edge", { ...PROPS, ...props });
  });
  return construct as ExternalMailEdge;
}

describe("an edge that somebody else manages", () => {
  test("is asked for the two ports, each from its networks of IPv4", () => {
    expect(edge().waysIn.map(({ port, networks }) => `${port} ${networks.join(" ")}`)).toEqual([
      "25 198.51.100.0/24",
      "443 0.0.0.0/0",
    ]);
  });

  test("is asked for the smart host's networks, and for the web by name", () => {
    const { waysOut } = edge();

    expect(waysOut.filter(({ port }) => port === 587)).toEqual([
      { protocol: "tcp", port: 587, networks: ["203.0.113.0/24"], purpose: "mail to the smart host" },
    ]);
    expect(waysOut.filter(({ port }) => port === 443).every(({ hosts }) => hosts !== undefined)).toBe(true);
  });

  test("lets the server leave from where it is reached, unless that is said to be elsewhere", () => {
    expect(edge().egressAddresses).toEqual(["93.184.216.34"]);
    expect(edge({ egressAddresses: ["93.184.216.35"] }).egressAddresses).toEqual(["93.184.216.35"]);
  });

  test("is asked for nothing that cannot be, all of which is told at once", () => {
    expect(() =>
      edge({
        publicAddresses: ["10.0.0.1", "2001:db8::1"],
        ingress: Ingress.of({ smtpFrom: CidrSet.of("2001:db8::/32") }),
        egress: exchangeEgress(587, CidrSet.of("2001:db8::/32")),
      }),
    ).toThrow(
      [
        'test/edge: CidrNotPublic: "10.0.0.1" is not a public IPv4 address; give the one that the internet sees',
        'test/edge: CidrNotPublic: "2001:db8::1" is not a public IPv4 address; give the one that the internet sees',
        "test/edge: IngressEmpty: nobody could reach port 25 (mail from the relay) over IPv4, which the published addresses are of; give IPv4 networks, too",
        "test/edge: EgressNetwork: port 587 (mail to the smart host) would lead nowhere: the server leaves from IPv4 addresses, and no IPv4 network is given; give the service's, too",
      ].join("\n"),
    );
  });
});
