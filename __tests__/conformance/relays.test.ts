import { readFileSync } from "node:fs";
import { DEPLOYED, RelayFleet } from "../relay-fleet";

/** The vendors whose values may be used as they are, one of which nothing may, and relays of no catalogue, one of a client that moves. */
const RELAYS = [
  "spamexperts",
  "cloudflare-email-security",
  "microsoft-eop",
  "hornetsecurity",
  "nable-mail-assure",
  "broadcom-email-security-cloud",
  "cisco-secure-email-cloud",
  "libraesva",
  "custom",
  "observing",
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

test("a macro of SPF arrives as the vendor writes it, not as a template of Terraform's", () => {
  expect(readFileSync(fleet.cloudFile, "utf8")).toContain("exists:%{i}.spf.hc1234-56.iphmx.com");
});
