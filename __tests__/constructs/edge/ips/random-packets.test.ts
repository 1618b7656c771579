import fc from "fast-check";
import { CidrSet } from "../../../../constructs/core/cidr-set";
import { IPS_MODES } from "../../../../constructs/edge/aws/ips/ips-mode";
import { exchangePolicy, INSPECTED, inspection, RELAY, SERVER } from "../exchange-policy";

const octet = fc.integer({ min: 0, max: 255 });
const anywhere = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const address = fc.oneof(
  anywhere,
  fc.tuple(fc.integer({ min: 14, max: 21 }), octet).map(([third, last]) => `185.201.${third}.${last}`),
  octet.map((last) => `10.20.0.${last}`),
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
    const policy = inspection(exchangePolicy({ ...tls, ips: { mode } }));
    const relay = CidrSet.of(RELAY);

    test("nothing comes in but 25 from the relay and 443", () => {
      fc.assert(
        fc.property(packet, (one) => {
          fc.pre(one.source !== SERVER);
          const { passes } = policy.connection()(one);
          const permitted =
            one.protocol === "tcp" &&
            one.destination === SERVER &&
            (one.destinationPort === 443 ||
              (one.destinationPort === 25 && relay.containsAll(CidrSet.of(one.source))));

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

          expect(policy.connection()({ ...opening, source, destinationPort: 25 }).passes).toBe(true);
          expect(policy.connection()({ ...opening, source: user, destinationPort: 443 }).passes).toBe(true);
        }),
        { numRuns: 100 },
      );
    });
  });
});
