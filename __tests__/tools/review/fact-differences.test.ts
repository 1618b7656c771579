import { postureOf } from "../../../posture/posture";
import { otherChanges } from "../../../tools/review/fact-differences";
import { sampleJson, TODAY } from "../../clinic";

test("each assumption about a firewall is one fact, known by what is assumed", () => {
  const posture = postureOf(sampleJson("law-firm"), TODAY);
  const [unit] = posture.assumptions.map(({ address }) => address);

  expect(
    otherChanges(undefined, posture)
      .map(({ what }) => what)
      .filter((what) => what.startsWith("assumptions ")),
  ).toEqual(posture.assumptions.map(({ assumed }) => `assumptions ${assumed} at ${unit}`));
  expect(posture.assumptions.length).toBeGreaterThan(2);
});
