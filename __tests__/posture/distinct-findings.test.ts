import { postureOf } from "../../posture/posture";
import { sampleJson, TODAY } from "../clinic";

test.each(["clinic", "notary", "law-firm"] as const)(
  "of the sample client %s, what two lines to the internet have in common is said once",
  (id) => {
    const { findings, acknowledged } = postureOf(sampleJson(id), TODAY);
    const said = [...findings, ...acknowledged].map((finding) => JSON.stringify(finding));

    expect(said.length).toBeGreaterThan(0);
    expect(said).toEqual([...new Set(said)]);
  },
);
