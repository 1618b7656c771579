import { postureOf } from "../../posture/posture";
import { loadClientFiles } from "../../stacks/client";
import { synthesizeClient } from "../../stacks/synthesize";
import { CLIENTS, TODAY } from "../clinic";

test.each(loadClientFiles(CLIENTS).clients.map(({ id }) => id))(
  "of the sample client %s, what two lines to the internet have in common is said once",
  (id) => {
    const { findings, acknowledged } = postureOf(synthesizeClient(CLIENTS, id), TODAY);
    const said = [...findings, ...acknowledged].map((finding) => JSON.stringify(finding));

    expect(said.length).toBeGreaterThan(0);
    expect(said).toEqual([...new Set(said)]);
  },
);
