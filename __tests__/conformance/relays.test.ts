import { DEPLOYED, RelayFleet } from "../relay-fleet";

/** The vendors whose values may be used as they are, one of which nothing may, and a relay of no catalogue. */
const RELAYS = [
  "spamexperts",
  "microsoft-eop",
  "hornetsecurity",
  "nable-mail-assure",
  "broadcom-email-security-cloud",
  "libraesva",
  "custom",
];

let fleet: RelayFleet;

beforeAll(() => {
  fleet = new RelayFleet();
});

afterAll(async () => {
  await fleet.stop();
});

test.each(RELAYS)("%s deploys in the sandbox, after which nothing is left to do", async (id) => {
  expect(await fleet.deploy(id)).toEqual(DEPLOYED);
});
