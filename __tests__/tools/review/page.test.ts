import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { diagram } from "../../../tools/review/diagram";
import { MARKER, reviewPage } from "../../../tools/review/page";
import { type Review, reviewPairs } from "../../../tools/review/review";
import { clinicJson, resources, TODAY, type Tree } from "../../clinic";
import { PROGRAM, runProgram } from "./temporary-repository";

/** A review of the clinic after an edit, under any name. */
function reviewOf(edit: (json: Tree) => void, name = "clinic"): Review {
  const head = clinicJson();
  edit(head);
  return reviewPairs([{ name, base: clinicJson(), head }], TODAY);
}

const txt = (content: string) => (json: Tree) => {
  const [record] = resources(json, "cloudflare_dns_record").filter(({ type }) => String(type) === "TXT");
  Object.assign(record as Tree, { content });
};

/** Markdown that would say something else than the review does. */
const FORGED = '`</details>\n## Protected Exchange: no semantic change <img src="https://evil.example/x">';

describe("the page of a review", () => {
  test("begins with its marker and the verdict", () => {
    const page = reviewPage(reviewOf(txt('"x"')));

    expect(page.split("\n").slice(0, 2)).toEqual([MARKER, "## Protected Exchange: a human must look"]);
  });

  test("lets no value of a client file take part in its markup", () => {
    const page = reviewPage(reviewOf(txt(FORGED), '</b><a href="https://evil.example">'));

    // Without the inline code, in which all of it is text.
    const markup = page.replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "");

    expect(page.match(/^#+ /gm)).toEqual(["## "]);
    expect(page).toContain("evil.example");
    expect(markup.split("\n").filter((one) => one.includes("evil"))).toEqual([
      expect.stringMatching(/^<summary><b><code>&#60;&#47;b&#62;[^<]*<\/code><\/b>: /),
    ]);
    expect(markup.match(/<[^>]*>/g)).toEqual([
      MARKER,
      "<details open>",
      ...["<summary>", "<b>", "<code>", "</code>", "</b>", "</summary>"],
      "</details>",
    ]);
  });

  test("shows clients that need a look before the others", () => {
    const shorter = clinicJson();
    Object.assign(resources(shorter, "cloudflare_dns_record")[0] as Tree, { ttl: 600 });
    const page = reviewPage(
      reviewPairs(
        [
          { name: "a-shorter", base: clinicJson(), head: shorter },
          { name: "b-new", base: undefined, head: clinicJson() },
          { name: "c-same", base: clinicJson(), head: clinicJson() },
        ],
        TODAY,
      ),
    );

    expect([...page.matchAll(/^<summary><b><code>([\w-]+)/gm)].map(([, name]) => name)).toEqual([
      "b-new",
      "a-shorter",
    ]);
    expect(page).toContain("2 of 3 clients change, 1 needs a look.");
  });

  test("fits into a comment, however many clients change", () => {
    const head = clinicJson();
    txt('"x"')(head);
    const one = reviewPairs([{ name: "client", base: clinicJson(), head }], TODAY);
    const page = reviewPage({
      ...one,
      stacks: Array.from({ length: 120 }, (_, index) =>
        one.stacks.map((stack) => ({ ...stack, name: `client-${index}` })),
      ).flat(),
    });

    expect(page.length).toBeLessThan(65_536);
    expect(page.match(/^<details/gm)?.length).toBe(page.match(/^<\/details>/gm)?.length);
    expect(page).toMatch(/The details of \d+ more clients have no room in a comment/);
  });

  test("fits into a comment even when one client's problems would not", () => {
    const problems = Array.from({ length: 3000 }, (_, index) => ({
      code: "UnknownKey" as const,
      file: "clients/x.yaml",
      line: index + 1,
      column: 1,
      message: "x".repeat(200),
    }));
    const page = reviewPage({ ...reviewPairs([], TODAY), verdict: "problems", problems });

    expect(page.length).toBeLessThan(65_536);
    expect(page).toContain("3000 problems");
  });
});

describe("a value that changes", () => {
  /** The line of the page about an output. */
  const shown = (before: unknown, after: unknown): string => {
    const [base, head] = [before, after].map((value) => ({ output: { x: { value } } }));
    const page = reviewPage(reviewPairs([{ name: "x", base, head }], TODAY));
    return page
      .split("\n")
      .filter((one) => one.startsWith("- `output x"))
      .join("\n");
  };

  test.each([
    ["a", "b", "- `output x value`: `a` → `b`"],
    [null, "b", "- `output x value`: nothing → `b`"],
    [1, 2, "- `output x value`: `1` → `2`"],
    [["a"], ["b"], "- `output x value`: `a` → `b`"],
    [["a", "b"], ["b", "c"], "- `output x value`: no longer `a`; now also `c`"],
    [["a", "b"], ["b"], "- `output x value`: no longer `a`"],
    [["a", "b"], ["b", "a"], "- `output x value`: `a, b` → `b, a`"],
    [[], ["b"], "- `output x value`: `[]` → `b`"],
    [{ a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 4, d: 3 } }, "- `output x value b c`: `2` → `4`"],
    [{ a: 1 }, "b", '- `output x value`: `{"a":1}` → `b`'],
  ])("%j to %j is %j", (before, after, line) => {
    expect(shown(before, after)).toBe(line);
  });
});

describe("the diagram", () => {
  test("draws nothing where no way changes", () => {
    expect(diagram({ exposures: { opens: [], closes: [], reroutes: [] }, mailFlow: [] })).toEqual([]);
  });

  test("draws a new way thick, one that closes dotted, and a step of both once", () => {
    const way = {
      protocol: "tcp" as const,
      fromPort: 443,
      toPort: 443,
      server: "aws_instance.server_1A2B3C4D",
      only: {},
      except: {},
      via: ["aws_internet_gateway.gateway_1A2B3C4D", "aws_route.in_1A2B3C4D"],
    };

    expect(
      diagram({
        exposures: {
          opens: [{ ...way, networks: ["192.0.2.0/24"] }],
          closes: [{ ...way, networks: ["198.51.100.0/24"] }],
          reroutes: [],
        },
        mailFlow: [],
      }),
    ).toEqual([
      "```mermaid",
      "flowchart LR",
      '  n0["192.0.2.0/24"]',
      '  n1["internet gateway gateway"]',
      '  n2["instance server"]',
      '  n3["198.51.100.0/24"]',
      '  n0 ==>|"opens 443/tcp"| n1',
      "  n1 ==> n2",
      '  n3 -.->|"closes 443/tcp"| n1',
      "  n1 -.-> n2",
      "```",
    ]);
  });

  test("draws where mail comes in and goes out, of which one side may be nothing", () => {
    const lines = diagram({
      exposures: { opens: [], closes: [], reroutes: [] },
      mailFlow: [
        { what: "MX of clinic.example", before: null, after: ["10 a", "20 b", "30 c", "40 d"] },
        { what: "smart host", before: "out.example:25", after: null },
      ],
    });

    expect(lines.filter((one) => one.includes("["))).toEqual([
      '  n0["senders"]',
      '  n1["10 a, 20 b, 30 c, ..."]',
      '  n2["Exchange"]',
      '  n3["out.example:25"]',
      '  n4["recipients"]',
    ]);
    expect(lines).toContain('  n0 ==>|"mail, after"| n1');
    expect(lines).toContain('  n2 -.->|"mail, before"| n3');
  });
});

describe("protected-exchange review of files", () => {
  const write = (file: string, json: unknown): string => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(json));
    return file;
  };
  const folder = mkdtempSync(join(tmpdir(), "stacks-"));
  const forged = clinicJson();
  txt('"x"')(forged);

  test("compares two files, which need no client file", async () => {
    const [before, after] = [
      write(join(folder, "before.tf.json"), clinicJson()),
      write(join(folder, "after.tf.json"), forged),
    ];
    const { status, stdout } = await runProgram(PROGRAM, folder, [
      "review",
      before,
      after,
      "--format",
      "json",
    ]);

    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      base: null,
      stacks: [{ name: "after.tf.json", state: "changed" }],
    });
  });

  test("compares two folders, stack by stack", async () => {
    for (const [place, json] of Object.entries({
      "before/stacks/a/cdk.tf.json": clinicJson(),
      "before/stacks/b/cdk.tf.json": clinicJson(),
      "after/stacks/b/cdk.tf.json": clinicJson(),
      "after/stacks/c/cdk.tf.json": clinicJson(),
    })) {
      write(join(folder, place), json);
    }
    const { stdout } = await runProgram(PROGRAM, folder, ["review", "before", "after", "--format", "json"]);

    expect((JSON.parse(stdout) as Review).stacks.map(({ name, state }) => [name, state])).toEqual([
      ["a", "removed"],
      ["b", "unchanged"],
      ["c", "new"],
    ]);
  });

  test.each([
    [["before.tf.json", "before"], "a file cannot be compared with a folder"],
    [["before.tf.json", "nowhere"], 'there is no file or folder "nowhere"'],
  ])("ends with 1 for %j", async (words, reason) => {
    write(join(folder, "before.tf.json"), clinicJson());
    mkdirSync(join(folder, "before"), { recursive: true });
    const { status, stderr } = await runProgram(PROGRAM, folder, ["review", ...words]);

    expect(status).toBe(1);
    expect(stderr).toContain(reason);
  });
});
