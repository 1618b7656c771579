import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");

function sources(room: string): readonly string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(room, file));
}

const text = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** Imports of a file from other rooms, as paths from the root. */
function imports(file: string): readonly string[] {
  return [...text(file).matchAll(/from "(\.[^"]+)"/g)].map(([, path]) => join(file, "..", path as string));
}

describe("the house", () => {
  test.each([
    ["constructs", ["constructs", "providers"]],
    ["posture", ["posture", "constructs/core"]],
    ["providers", ["providers"]],
    ["stacks", ["stacks", "constructs", "posture", "providers"]],
    ["tools", ["tools", "stacks", "constructs", "posture", "providers"]],
  ])("lets %s import from %j only", (room, allowed) => {
    const wrong = sources(room).flatMap((file) =>
      imports(file)
        .filter((path) => !allowed.some((other) => `${path}/`.startsWith(`${other}/`)))
        .map((path) => `${file} imports ${path}`),
    );

    expect(wrong).toEqual([]);
  });

  test.each([
    ["dns", ["core", "dns"]],
    ["edge", ["core", "edge", "../providers/fortios", "../providers/meraki", "../providers/typed-resource"]],
    ["relay", ["core", "dns", "relay"]],
    ["certificate", ["core", "dns", "certificate", "../providers/acme"]],
    ["watch", ["core", "watch"]],
    ["backup", ["core", "backup"]],
    ["deploy", ["core", "deploy"]],
    ["core", ["core"]],
  ])("lets constructs/%s import from %j only", (room, allowed) => {
    const wrong = sources(`constructs/${room}`).flatMap((file) =>
      imports(file)
        .filter((path) => !allowed.some((other) => `${path}/`.startsWith(`${join("constructs", other)}/`)))
        .map((path) => `${file} imports ${path}`),
    );

    expect(wrong).toEqual([]);
  });

  test("names DNS hosts in their own files only", () => {
    const named = sources("constructs/dns").filter((file) =>
      /cloudflare|route ?53/i.test(text(file).replace(/https:\S+/g, "")),
    );

    expect(named.filter((file) => !/cloudflare|route53/.test(file))).toEqual([]);
  });

  test("loads few enough modules that a synthesis starts at once", () => {
    const count = execFileSync(
      process.execPath,
      ["-e", 'require("./dist/stacks/fleet-app"); console.log(Object.keys(require.cache).length)'],
      { cwd: ROOT, encoding: "utf8" },
    );

    // A provider's root alone is 2,600; the watch and the backup brought 25 kinds of resources.
    expect(Number(count)).toBeLessThan(1200);
  });

  test("looks blocklists up with next to nothing, so that a Lambda function can", () => {
    const loaded = execFileSync(
      process.execPath,
      [
        "-e",
        'for (const file of ["look-up", "choice", "dns-client", "subject"]) require(`./dist/constructs/watch/blocklists/${file}`); console.log(Object.keys(require.cache).join("\\n"))',
      ],
      { cwd: ROOT, encoding: "utf8" },
    );

    const foreign = loaded.split("\n").filter((file) => !file.includes("/constructs/watch/blocklists/"));
    expect(foreign.filter((file) => file !== "" && !file.includes("/ipaddr.js/"))).toEqual([]);
  });

  test("looks at what is live with little, so that a Lambda function can", () => {
    const loaded = execFileSync(
      process.execPath,
      [
        "-e",
        'require("./dist/constructs/watch/checks/checks"); console.log(Object.keys(require.cache).join("\\n"))',
      ],
      { cwd: ROOT, encoding: "utf8" },
    );

    const packages = loaded
      .split("\n")
      .flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual(["@leichtgewicht/ip-codec", "dns-packet", "ipaddr.js"]);
    expect(loaded).not.toMatch(/dist\/(?:posture|stacks|tools)\//);
  });
});

describe("the public interfaces of the constructs", () => {
  const optional = sources("constructs").flatMap((file) =>
    [...text(file).matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?readonly (\w+)\?:/g)].map(
      ([, comment = "", name]) => [`${file} ${name}`, comment] as const,
    ),
  );

  test("say what happens without each optional property", () => {
    expect(optional.length).toBeGreaterThan(10);
    expect(optional.filter(([, comment]) => !comment.includes("@default")).map(([name]) => name)).toEqual([]);
  });

  test("do not call a missing value the default", () => {
    expect(
      optional.filter(([, comment]) => /@default\s+(-\s+)?undefined/.test(comment)).map(([name]) => name),
    ).toEqual([]);
  });
});

describe("a type error", () => {
  test("keeps a synthesis from running", () => {
    const { app } = JSON.parse(text("cdktf.json")) as { app: string };
    const { compilerOptions } = JSON.parse(text("tsconfig.json")) as {
      compilerOptions: Record<string, unknown>;
    };

    expect(app).toBe("node_modules/.bin/tsc -p . && node dist/tools/bundle.js && node dist/main.js");
    expect(compilerOptions.noEmitOnError).toBe(true);
  });
});
