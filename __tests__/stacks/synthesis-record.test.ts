import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientDigest, readRecord, sharedDigest, writeRecord } from "../../stacks/synthesis-record";

const folder = mkdtempSync(join(tmpdir(), "record-"));
const fleetFile = join(folder, "fleet.yaml");
const clientFile = join(folder, "office.yaml");
writeFileSync(fleetFile, "msp: {}\n");
writeFileSync(clientFile, "id: office\n");

const digest = (today = "2026-11-29"): string => sharedDigest({ fleetFile, today }) ?? "";

afterEach(() => {
  delete process.env.CDKTF_CONTEXT_JSON;
});

describe("what a synthesis depends on", () => {
  test("has the same digest while it is the same", () => {
    expect(digest()).toBe(digest());
    expect(digest()).toMatch(/^[0-9a-f]{64}$/);
  });

  test("includes the day, the fleet file and the client's", () => {
    const [before, client] = [digest(), clientDigest(digest(), clientFile)];

    expect(digest("2026-11-30")).not.toBe(before);
    writeFileSync(clientFile, "id: office # moved\n");
    expect(clientDigest(digest(), clientFile)).not.toBe(client);
    writeFileSync(fleetFile, "msp: {} # moved\n");
    expect(digest()).not.toBe(before);
  });

  test("includes the context of CDKTF, without what its command line adds", () => {
    const before = digest();

    process.env.CDKTF_CONTEXT_JSON = '{"cdktfRelativeModules":[]}';
    expect(digest()).toBe(before);
    process.env.CDKTF_CONTEXT_JSON = '{"stage":"test"}';
    expect(digest()).not.toBe(before);
  });

  test("is not known for a file that is gone", () => {
    expect(clientDigest(digest(), join(folder, "nobody.yaml"))).toBeUndefined();
  });
});

describe("the record of the last synthesis", () => {
  test("is read as it was written", () => {
    const record = new Map([["office", { inputs: "a", output: "b", annotations: [] }]]);
    writeRecord(folder, record);

    expect(readRecord(folder)).toEqual(record);
  });

  test("is empty where there is none, or none that can be read", () => {
    const other = mkdtempSync(join(tmpdir(), "record-"));
    expect(readRecord(other).size).toBe(0);
    writeFileSync(join(other, "protected-exchange.json"), "{ cut sh");
    expect(readRecord(other).size).toBe(0);
  });
});
