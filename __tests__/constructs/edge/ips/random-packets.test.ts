import fc from "fast-check";
import { BOGONS_IPV4, CidrSet } from "../../../../constructs/core/cidr-set";
import { exchangeEgress } from "../../../../constructs/edge/egress";
import { Ingress } from "../../../../constructs/edge/ingress";
import { IPS_MODES } from "../../../../constructs/edge/ips-mode";
import { exchangePolicy, INSPECTED, inspection, RELAY, SERVER } from "../exchange-policy";

const octet = fc.integer({ min: 0, max: 255 });
const anywhere = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const address = fc.oneof(
  anywhere,
  fc.tuple(fc.integer({ min: 14, max: 21 }), octet).map(([third, last]) => `185.201.${third}.${last}`),
  octet.map((last) => `10.20.0.${last}`),
  octet.map((second) => `46.${second}.1.1`),
);
const port = fc.oneof(
  fc.constantFrom(22, 25, 80, 110, 135, 139, 143, 443, 445, 587, 993, 3389, 5985, 5986),
  fc.integer({ min: 0, max: 65_535 }),
);
const packet = fc.record({
  protocol: fc.constantFrom("tcp" as const, "udp" as const, "icmp" as const),
  source: address,
  sourcePort: port,
  destination: fc.oneof(fc.constant(SERVER), address),
  destinationPort: port,
  side: fc.constant("to_server" as const),
  state: fc.constantFrom("opening" as const, "established" as const),
  sourceCountry: fc.constantFrom("FR", "KP"),
  payload: fc.oneof(
    fc.string(),
    fc.constantFrom("VRFY root\r\n", "AUTH LOGIN\r\n", "GET /owa/ HTTP/1.1\r\n\r\n"),
  ),
});

describe.each(IPS_MODES)("in the mode %s", (mode) => {
  describe.each([
    ["decrypted", INSPECTED],
    ["encrypted", {}],
  ])("with 443 %s", (_how, tls) => {
    const relay = CidrSet.of(RELAY);
    const denied = CidrSet.of("46.0.0.0/9");
    const policy = inspection(
      exchangePolicy({
        ...tls,
        ips: { mode },
        access: {
          ingress: Ingress.of({ smtpFrom: relay }),
          egress: exchangeEgress(587),
          deny: { networks: denied, countries: ["KP"] },
        },
      }),
    );
    const turnedAway = denied.union(BOGONS_IPV4);

    test("nothing comes in but 25 from the relay and 443 from those who are not denied", () => {
      fc.assert(
        fc.property(packet, (one) => {
          fc.pre(one.source !== SERVER);
          const { passes } = policy.connection()(one);
          const source = CidrSet.of(one.source);
          const permitted =
            one.protocol === "tcp" &&
            one.destination === SERVER &&
            !turnedAway.overlaps(source) &&
            (one.destinationPort === 443
              ? one.sourceCountry !== "KP"
              : one.destinationPort === 25 && relay.containsAll(source));

          expect(passes && !permitted).toBe(false);
        }),
        { numRuns: 500 },
      );
    });

    test("mail from the relay and the first packet to 443 always come in", () => {
      fc.assert(
        fc.property(fc.integer({ min: 16, max: 19 }), octet, anywhere, (third, last, user) => {
          const opening = {
            protocol: "tcp" as const,
            sourcePort: 50_000,
            destination: SERVER,
            side: "to_server" as const,
            state: "opening" as const,
          };
          const source = `185.201.${third}.${last}`;
          fc.pre(!turnedAway.overlaps(CidrSet.of(user)));

          expect(policy.connection()({ ...opening, source, destinationPort: 25 }).passes).toBe(true);
          expect(policy.connection()({ ...opening, source: user, destinationPort: 443 }).passes).toBe(true);
        }),
        { numRuns: 100 },
      );
    });
  });
});
