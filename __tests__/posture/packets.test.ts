import fc from "fast-check";
import { CidrSet } from "../../constructs/core/cidr-set";
import { byPorts, intersect, joinBoxes, type PacketBox, subtract } from "../../posture/packets";

const hosts = [0, 1, 2, 3].map((host) => `10.0.0.${host}`);
const portNumbers = [0, 1, 2, 3, 4, 5];

const box: fc.Arbitrary<PacketBox> = fc
  .tuple(fc.subarray(hosts, { minLength: 1 }), fc.nat(5), fc.nat(5))
  .map(([peers, a, b]) => ({
    peers: CidrSet.of(...peers),
    ports: { from: Math.min(a, b), to: Math.max(a, b) },
  }));

function packetsIn(boxes: readonly PacketBox[]): readonly string[] {
  return hosts.flatMap((host) =>
    portNumbers
      .filter((port) =>
        boxes.some(
          ({ peers, ports }) => peers.containsAll(CidrSet.of(host)) && ports.from <= port && port <= ports.to,
        ),
      )
      .map((port) => `${host}:${port}`),
  );
}

describe("sets of packets", () => {
  test("agree with a walk over every packet when intersected", () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const common = intersect(a, b);
        expect(packetsIn(common === undefined ? [] : [common])).toEqual(
          packetsIn([a]).filter((packet) => packetsIn([b]).includes(packet)),
        );
      }),
    );
  });

  test("agree with a walk over every packet when subtracted", () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        expect(packetsIn(subtract(a, b))).toEqual(
          packetsIn([a]).filter((packet) => !packetsIn([b]).includes(packet)),
        );
      }),
    );
  });

  test("hold the same packets, and each port once, when they are ordered by port", () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 4 }), (boxes) => {
        const ordered = byPorts(boxes);
        expect(packetsIn(ordered)).toEqual(packetsIn(boxes));
        for (const port of portNumbers) {
          expect(
            ordered.filter(({ ports }) => ports.from <= port && port <= ports.to).length,
          ).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("hold the same packets when boxes are joined", () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 4 }), (boxes) => {
        expect(packetsIn(joinBoxes(boxes))).toEqual(packetsIn(boxes));
        expect(joinBoxes(boxes).length).toBeLessThanOrEqual(boxes.length);
      }),
    );
  });
});
