import { join } from "node:path";
import fc from "fast-check";
import { claimants } from "../../stacks/claimants";
import { loadClientFiles } from "../../stacks/client";
import { ClientFilesError } from "../../stacks/file-problem";
import { CLIENT, changed, clientsFolder } from "./client-files";

/** Another client, of another domain, in an account of its own. */
function client(name: string, account = 200_000_000_000): string {
  return CLIENT.replaceAll("office", name).replace("123456789012", `${account}`);
}

const SHOP = client("shop");

/** What is wrong when only some files of a folder are read: file and code. */
function problemsOf(files: Readonly<Record<string, string>>, only: readonly string[]): readonly string[] {
  try {
    loadClientFiles(clientsFolder(files), only);
    return [];
  } catch (error) {
    if (error instanceof ClientFilesError) {
      return error.problems.map(({ file, code }) => `${file.replace(/^.*\//, "")}: ${code}`);
    }
    throw error;
  }
}

describe("reading some client files of a folder", () => {
  test("gives those clients and the fleet", () => {
    const { clients, fleet } = loadClientFiles(clientsFolder({ "office.yaml": CLIENT, "shop.yaml": SHOP }), [
      "shop.yaml",
    ]);

    expect(clients.map(({ id }) => id)).toEqual(["shop"]);
    expect(fleet.msp.name).toBe("Example Managed Services");
  });

  test("says nothing about the mistakes of the others", () => {
    const files = { "office.yaml": changed(CLIENT, "exchange: SE", "exchange: 2016"), "shop.yaml": SHOP };

    expect(problemsOf(files, ["shop.yaml"])).toEqual([]);
    expect(problemsOf(files, ["office.yaml"])).toEqual(["office.yaml: ValueNotAllowed"]);
  });

  test("fails for the mistakes of the fleet file", () => {
    expect(problemsOf({ "office.yaml": CLIENT, "fleet.yaml": "msp: 1\n" }, ["office.yaml"])).toContain(
      "fleet.yaml: WrongType",
    );
  });

  test("reads none of the clients when none is asked for", () => {
    expect(loadClientFiles(clientsFolder({ "office.yaml": CLIENT }), []).clients).toEqual([]);
  });

  test.each([
    ["as it stands", "office.example", "office.example"],
    ["in capitals", "office.example", "OFFICE.Example"],
    ["with escaped characters", "office.example", '"offi\\u0063e.example"'],
    ["in full-width characters", "office.example", "ｏｆｆｉｃｅ.example"],
    ["as an A-label", "étude.example", "xn--tude-9oa.example"],
    ["as a U-label", "xn--tude-9oa.example", "étude.example"],
    ["with a combining accent", "étude.example", "e\u0301tude.example"],
    ["as an A-label in capitals", "étude.example", "XN--TUDE-9OA.example"],
  ])("finds a domain that another client has, spelt %s", (_how, mine, theirs) => {
    const at = (domain: string, hostName: string, text: string): string =>
      changed(text, /name: \S+\.example/.exec(text)?.[0] ?? "", `name: ${domain}`).replace(
        /hostName: \S+/,
        `hostName: ${hostName}`,
      );
    // The domain stands nowhere else in the other file, whose own mistakes are not told.
    const files = {
      "office.yaml": at(theirs, "mail.elsewhere.example", CLIENT),
      "shop.yaml": at(mine, `mail.${mine}`, SHOP),
    };

    expect(problemsOf(files, ["shop.yaml"])).toEqual(["shop.yaml: DuplicateDomain"]);
  });

  test.each(["id: office", 'id: "office"', '"id": office'])("finds the same id, written %s", (written) => {
    const files = {
      "office.yaml": CLIENT,
      "other.yaml": changed(SHOP, "id: shop", written),
    };

    expect(problemsOf(files, ["office.yaml"])).toEqual(["office.yaml: DuplicateClientId"]);
  });

  test("counts what the other clients of an account need", () => {
    const names = Array.from({ length: 6 }, (_, index) => `c${index}`);
    const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, client(name)]));

    expect(problemsOf({ ...files, "office.yaml": CLIENT }, ["c0.yaml"])).toContain(
      "c0.yaml: AwsQuotaExceeded",
    );
    expect(problemsOf({ ...files, "office.yaml": CLIENT }, ["office.yaml"])).toEqual([]);
  });

  test("opens none of a hundred files that claim something else", () => {
    const names = Array.from({ length: 100 }, (_, index) => `c${index}`);
    const folder = clientsFolder(
      Object.fromEntries(names.map((name, index) => [`${name}.yaml`, client(name, 300_000_000_000 + index)])),
    );
    const { clients } = loadClientFiles(folder, ["c1.yaml"]);

    expect(
      claimants(
        names.filter((name) => name !== "c1").map((name) => join(folder, `${name}.yaml`)),
        clients,
      ),
    ).toEqual([]);
  });

  test("finds a claim among any files, wherever it stands", () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{2,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(label, { minLength: 2, maxLength: 6 }), fc.nat(), (labels, at) => {
        const [mine = "", ...others] = labels;
        const thief = others[at % others.length] ?? "";
        const files = Object.fromEntries(
          labels.map((name, index) => [`${name}.yaml`, client(name, 300_000_000_000 + index)]),
        );
        const stolen = `${files[`${thief}.yaml`]}`.replace(
          "domains:",
          `domains:\n  - { name: ${mine}.example, mail: none, zoneId: 023e105f4ecef8ad9ca31a8372d0c353 }`,
        );

        expect(problemsOf({ ...files, [`${thief}.yaml`]: stolen }, [`${mine}.yaml`])).toEqual([
          `${mine}.yaml: DuplicateDomain`,
        ]);
      }),
      { numRuns: 20 },
    );
  });
});
