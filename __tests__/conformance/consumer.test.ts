import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { blocksOf, ROOT } from "../documentation";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const { dependencies, peerDependencies, devDependencies } = JSON.parse(
  readFileSync(join(ROOT, "package.json"), "utf8"),
) as Manifest;

/** TypeScript as the project has it, and as projects have it that CDKTF's own template began. */
const NEW_COMPILER = join(ROOT, "node_modules", "typescript", "bin", "tsc");
const OLD_COMPILER = join(
  dirname(
    require.resolve("typescript/package.json", {
      paths: [dirname(require.resolve("@microsoft/api-extractor/package.json"))],
    }),
  ),
  "bin",
  "tsc",
);

const folder = mkdtempSync(join(tmpdir(), "consumer-"));
const project = join(folder, "project");
const installed = join(project, "node_modules", "protected-exchange");

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a command prints; its errors are the test's. */
function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1", ...env },
  });
  expect([status, status === 0 ? "" : `${stdout}${stderr}`]).toEqual([0, ""]);
  return stdout;
}

function compile(compiler: string, options: object): void {
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2022",
        strict: true,
        skipLibCheck: false,
        types: ["node"],
        outDir: "out",
        ...options,
      },
      include: ["*.ts"],
    }),
  );
  run(process.execPath, [compiler, "-p", "."]);
}

describe("the package", () => {
  let packed: readonly string[];

  beforeAll(() => {
    mkdirSync(project);
    // As from a clean clone: what lies about in dist/ from earlier is not packed.
    const clone = join(folder, "clone");
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    for (const file of listed.split("\0").filter((name) => existsSync(join(ROOT, name)) && name !== "")) {
      mkdirSync(dirname(join(clone, file)), { recursive: true });
      copyFileSync(join(ROOT, file), join(clone, file));
    }
    symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
    const listing = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: clone,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [{ files, filename }] = JSON.parse(listing.slice(listing.indexOf("[\n"))) as [
      { readonly filename: string; readonly files: readonly { readonly path: string }[] },
    ];
    packed = files.map(({ path }) => path);
    const given = ["cdktf", "constructs", "@cdktf/provider-aws", "@cdktf/provider-cloudflare", "@types/node"];
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({
        name: "consumer",
        private: true,
        dependencies: {
          // What is large comes from beside us, by a link.
          ...Object.fromEntries(given.map((name) => [name, `file:${join(ROOT, "node_modules", name)}`])),
          "protected-exchange": `file:../${filename}`,
        },
      }),
    );
    run("npm", ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]);
  });

  test("holds what a user needs, and neither tests, clients nor benchmarks", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "README.md",
        "CHANGELOG.md",
        "dist/index.js",
        "dist/index.d.ts",
        "dist/constructs/index.d.ts",
        "dist/constructs/watch/watch-function.zip",
        "dist/tools/protected-exchange.js",
        "docs/library.md",
        "schemas/client.schema.json",
      ]),
    );
    expect(
      packed.filter((path) =>
        /^(__tests__|clients|bench|\.ci)\b|dist\/(bench|main)|\.tsx?$/.test(path.replace(/\.d\.ts$/, "")),
      ),
    ).toEqual([]);
  });

  test("imports only what it declares", () => {
    const foreign = packed
      // AWS Lambda has an SDK of its own.
      .filter((path) => path.endsWith(".js") && !path.startsWith("dist/constructs/watch/function/"))
      .flatMap((path) => [
        ...readFileSync(join(installed, path), "utf8").matchAll(/(?:require|import)\("([^."][^"]*)"\)/g),
      ])
      .map(([, name = ""]) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      )
      .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));

    expect(
      [...new Set(foreign)].filter((name) => !(name in dependencies || name in peerDependencies)),
    ).toEqual([]);
  });

  test("brings no second cdktf, constructs or provider beside its user's", () => {
    expect(Object.keys(peerDependencies).sort()).toEqual([
      "@cdktf/provider-aws",
      "@cdktf/provider-cloudflare",
      "cdktf",
      "constructs",
    ]);
    expect(Object.keys(peerDependencies).map((name) => peerDependencies[name])).toEqual(
      Object.keys(peerDependencies).map((name) => `^${devDependencies[name]}`),
    );
    expect(existsSync(join(installed, "node_modules", "cdktf"))).toBe(false);
    expect(readdirSync(join(project, "node_modules")).filter((name) => name === "cdktf")).toHaveLength(1);
  });

  describe("in an empty project", () => {
    const [whole = "", parts = ""] = blocksOf("docs/library.md", "ts");

    beforeAll(() => {
      writeFileSync(join(project, "whole.ts"), whole);
      writeFileSync(join(project, "parts.ts"), parts);
      compile(NEW_COMPILER, { module: "node16", moduleResolution: "node16" });
    });

    test("has types for a compiler that knows no exports, too", () => {
      compile(OLD_COMPILER, {
        module: "commonjs",
        moduleResolution: "node10",
        ignoreDeprecations: "6.0",
        noEmit: true,
      });
    });

    test.each([
      ["a client's whole stack", "whole", "bakery", "aws_networkfirewall_firewall"],
      [
        "constructs with an existing VPC, zone and certificate",
        "parts",
        "mail",
        "tls_inspection_configuration",
      ],
    ])("makes %s, which Terraform applies and destroys", (_what, program, stack, expected) => {
      run(process.execPath, [join("out", `${program}.js`)]);
      const written = join("cdktf.out", "stacks", stack);
      expect(readFileSync(join(project, written, "cdk.tf.json"), "utf8")).toContain(expected);

      const applied = run(join("node_modules", ".bin", "protected-exchange"), [
        "sandbox",
        "--",
        "sh",
        "-ec",
        `cd ${written}; terraform init -no-color; terraform apply -no-color -auto-approve; terraform plan -no-color -detailed-exitcode; terraform destroy -no-color -auto-approve`,
      ]);

      expect(applied).toMatch(/Apply complete! Resources: [1-9]\d* added/);
      expect(applied).toContain("No changes.");
      expect(applied).toMatch(/Destroy complete! Resources: [1-9]\d* destroyed/);
    });

    test("has a command line that begins a client, and says what it cannot show without samples", () => {
      const command = join("node_modules", ".bin", "protected-exchange");
      mkdirSync(join(project, "clients"));
      run(command, [
        ...["new-client", "bakery", "--name=Example Bakery", "--domain=bakery.example", "--edge=aws"],
        ...["--dns=route53", "--relay=spamexperts"],
      ]);
      const [first] = readFileSync(join(project, "clients", "bakery.yaml"), "utf8").split("\n");
      const { status, stderr } = spawnSync(command, ["demo"], { cwd: project, encoding: "utf8" });

      expect(first).toBe(
        "# yaml-language-server: $schema=../node_modules/protected-exchange/schemas/client.schema.json",
      );
      expect(run(command, ["validate"])).toContain("1 client: bakery");
      expect([status, stderr]).toEqual([
        1,
        expect.stringContaining("the demo is for a clone of the repository"),
      ]);
    });

    test("refuses what would open another way in", () => {
      const opened = `new LightsailInstance(this, "opened", {
        name: "opened", availabilityZone: "eu-west-3a", blueprintId: "windows_server_2022", bundleId: "large_win_3_0",
      });
      ProtectedExchange.guard(this);`;
      writeFileSync(
        join(project, "opened.ts"),
        `import { LightsailInstance } from "@cdktf/provider-aws/lib/lightsail-instance";\n${parts.replace("ProtectedExchange.guard(this);", opened)}`,
      );
      compile(NEW_COMPILER, { module: "node16", moduleResolution: "node16" });
      const { status, stderr } = spawnSync(process.execPath, [join("out", "opened.js")], {
        cwd: project,
        encoding: "utf8",
      });

      expect(status).toBe(1);
      expect(stderr).toContain("PostureRuleBroken: no-unmodelled-path: aws_lightsail_instance.opened");
    });
  });
});
