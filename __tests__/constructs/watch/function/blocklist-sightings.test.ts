import { blocklistSightings } from "../../../../constructs/watch/function/blocklist-sightings";

test("what is named twice, or in two ways, is looked up once and remembered once", async () => {
  const { sightings } = await blocklistSightings(
    {
      looks: "blocklists",
      addresses: ["52.0.0.1", "2600:1f00::1", "2600:1f00:0:0:0:0:0:1", "52.0.0.1", "10.0.0.1", "10.0.0.1"],
      domains: [],
      lists: ["all.s5h.net"],
      advisory: [],
      keys: {},
    },
    { keys: {}, unread: {} },
    async () => ({ failure: "silence" }),
  );
  const subjects = sightings.map(({ subject }) => subject);

  expect(subjects).toContain("blocklist/2600:1f00::1/all.s5h.net");
  expect(subjects.filter((subject) => subject.startsWith("blocklist/"))).toHaveLength(2);
  expect([...new Set(subjects)]).toEqual(subjects);
});
