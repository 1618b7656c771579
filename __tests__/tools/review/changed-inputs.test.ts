import { changedInputs, type InputPlaces } from "../../../tools/review/changed-inputs";

const HERE: InputPlaces = { clients: "clients", code: "" };

describe("what changed paths mean for a synthesis", () => {
  test.each([
    "main.ts",
    "cdktf.json",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "stacks/client-schema.ts",
    "constructs/relay/vendors/mimecast.ts",
    "posture/dns/spf/catalogue.ts",
    "providers/acme/registration.ts",
    "a-folder-nobody-thought-of/x.ts",
  ])("%s is code: every client may differ", (path) => {
    expect(changedInputs([path], HERE)).toEqual({ code: [path], version: false, fleet: false, clients: [] });
  });

  test.each([
    "README.md",
    "docs/review.md",
    "schemas/client.schema.json",
    "__tests__/clinic.ts",
    "tools/review/page.ts",
    "bench/review.ts",
    ".ci/run",
    ".github/workflows/review.yml",
    ".gitlab-ci.yml",
    "biome.json",
    "jest.config.js",
    "jest.conformance.config.js",
    "clients/README.md",
    "clients/old/clinic.yaml",
  ])("%s means nothing", (path) => {
    expect(changedInputs([path], HERE)).toEqual({ code: [], version: false, fleet: false, clients: [] });
  });

  test("a client file is that client's, the fleet file everybody's", () => {
    expect(changedInputs(["clients/clinic.yaml", "clients/fleet.yaml", "clients/x.yml"], HERE)).toMatchObject(
      {
        code: [],
        fleet: true,
        clients: ["clinic.yaml", "x.yml"],
      },
    );
  });

  test("client files may lie at the top of a repository of their own", () => {
    const paths = ["clinic.yaml", "notes.txt", "stacks/x.ts"];

    expect(changedInputs(paths, { clients: "", code: undefined })).toMatchObject({
      code: [],
      clients: ["clinic.yaml"],
    });
  });

  test("the package may lie in a folder of a larger repository", () => {
    const paths = ["product/stacks/x.ts", "product/docs/y.md", "other/z.ts", "product/clients/clinic.yaml"];

    expect(changedInputs(paths, { clients: "product/clients", code: "product" })).toMatchObject({
      code: ["product/stacks/x.ts"],
      clients: ["clinic.yaml"],
    });
  });

  test.each(["package-lock.json", "infra/package.json", "yarn.lock"])(
    "%s may bring another version of this package, where it is only installed",
    (path) => {
      expect(changedInputs([path], { clients: "clients", code: undefined }).version).toBe(true);
      expect(changedInputs([path], HERE).version).toBe(false);
    },
  );
});
