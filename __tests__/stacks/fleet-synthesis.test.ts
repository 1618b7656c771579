import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { ClientFilesError } from "../../stacks/file-problem";
import { fleetApp } from "../../stacks/fleet-app";
import { FleetSynthesisError, type FleetSynthesisProps, synthesizeFleet } from "../../stacks/fleet-synthesis";
import { withoutTraces } from "../../stacks/without-traces";
import { CLIENTS } from "../clinic";
import { CLIENT, changed, clientsFolder, FLEET } from "./client-files";

/** A client like {@link CLIENT}, of another name and in an account of its own. */
function client(name: string, account: string): string {
  return CLIENT.replaceAll("office", name).replace("123456789012", account);
}

const SHOP = client("shop", "200000000001");
const MILL = client("mill", "200000000002");

/** Needs an exception of a rule, and has it until a day. */
function acknowledged(text: string, until: string): string {
  return `${changed(text, "exchange: SE", 'exchange: "2019"')}acknowledge:
  - rule: exchange-supported
    reason: The upgrade to SE is ordered for the winter.
    owner: A. Martin, MSP
    until: ${until}
`;
}

/** A folder with some clients and a place for their stacks. */
class Fleet {
  readonly clientsDirectory: string;
  readonly outputDirectory = mkdtempSync(join(tmpdir(), "fleet-"));

  constructor(files: Readonly<Record<string, string>>) {
    this.clientsDirectory = clientsFolder(files);
  }

  put(name: string, text: string): void {
    writeFileSync(join(this.clientsDirectory, name), text);
  }

  /** Ids of the clients that a synthesis took up. */
  async synthesize(props: Partial<FleetSynthesisProps> = {}): Promise<readonly string[]> {
    const { clientsDirectory, outputDirectory } = this;
    const result = await synthesizeFleet({ clientsDirectory, outputDirectory, processes: 1, ...props });
    return result.synthesized;
  }

  /** What keeps it from being synthesized. */
  async failure(props: Partial<FleetSynthesisProps> = {}): Promise<unknown> {
    return this.synthesize(props).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  stack(id: string): string {
    return readFileSync(join(this.outputDirectory, "stacks", id, "cdk.tf.json"), "utf8");
  }

  get manifest(): Readonly<
    Record<string, { readonly annotations: readonly { readonly message: string }[] }>
  > {
    return JSON.parse(readFileSync(join(this.outputDirectory, "manifest.json"), "utf8")).stacks;
  }
}

afterEach(() => {
  jest.useRealTimers();
  delete process.env.CDKTF_TARGET_STACK_ID;
});

/** Only the calendar moves; nothing waits for anything here. */
function on(day: string): void {
  jest.useFakeTimers({ now: new Date(`${day}T12:00:00Z`), doNotFake: ["nextTick", "setImmediate"] });
}

describe("the fleet", () => {
  test("is written byte for byte as one CDKTF app of all clients writes it", async () => {
    const app = mkdtempSync(join(tmpdir(), "app-"));
    fleetApp({ clientsDirectory: CLIENTS, outputDirectory: app }).synth();
    const fleet = mkdtempSync(join(tmpdir(), "fleet-"));
    await synthesizeFleet({ clientsDirectory: CLIENTS, outputDirectory: fleet, processes: 1 });

    const files = [
      "manifest.json",
      ...["clinic", "law-firm", "notary"].map((id) => `stacks/${id}/cdk.tf.json`),
    ];
    for (const file of files) {
      expect(readFileSync(join(fleet, file), "utf8")).toBe(readFileSync(join(app, file), "utf8"));
    }
    expect(readFileSync(join(fleet, "manifest.json"), "utf8")).toContain("443 is not decrypted");
    expect(readdirSync(fleet).sort()).toEqual(["manifest.json", "protected-exchange.json", "stacks"]);
  });

  test("is synthesized as far as it changed", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT, "shop.yaml": SHOP });

    expect(await fleet.synthesize()).toEqual(["office", "shop"]);
    expect(await fleet.synthesize()).toEqual([]);

    fleet.put("shop.yaml", changed(SHOP, "10.20.0.0/24", "10.30.0.0/24"));
    const office = fleet.stack("office");
    expect(await fleet.synthesize()).toEqual(["shop"]);
    expect(fleet.stack("shop")).toContain("10.30.0.");
    expect(fleet.stack("office")).toBe(office);

    fleet.put("fleet.yaml", `${FLEET}tags: { cost-centre: mail }\n`);
    expect(await fleet.synthesize()).toEqual(["office", "shop"]);
    expect(fleet.stack("office")).toContain("cost-centre");

    expect(await fleet.synthesize({ anew: true })).toEqual(["office", "shop"]);
  });

  test("is synthesized once, however often a client is named", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT, "shop.yaml": SHOP });

    expect(await fleet.synthesize({ clients: ["shop", "shop"] })).toEqual(["shop"]);
  });

  test("mends a stack that somebody changed or took away", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT, "shop.yaml": SHOP });
    await fleet.synthesize();
    const [office, shop] = [fleet.stack("office"), fleet.stack("shop")];

    writeFileSync(join(fleet.outputDirectory, "stacks", "office", "cdk.tf.json"), "{}");
    rmSync(join(fleet.outputDirectory, "stacks", "shop"), { recursive: true });

    expect(await fleet.synthesize()).toEqual(["office", "shop"]);
    expect([fleet.stack("office"), fleet.stack("shop")]).toEqual([office, shop]);
  });

  test("forgets a client whose file is gone", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT, "shop.yaml": SHOP });
    await fleet.synthesize();
    rmSync(join(fleet.clientsDirectory, "shop.yaml"));

    expect(await fleet.synthesize()).toEqual([]);
    expect(Object.keys(fleet.manifest)).toEqual(["office"]);
  });

  test("meets an error again that the command line of CDKTF let pass into the manifest", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT });
    await fleet.synthesize();
    const file = join(fleet.outputDirectory, "protected-exchange.json");
    const record = JSON.parse(readFileSync(file, "utf8"));
    record.office.annotations.push({ constructPath: "office", level: "@cdktf/error", message: "no" });
    writeFileSync(file, JSON.stringify(record));

    expect(await fleet.synthesize()).toEqual(["office"]);
    expect(await fleet.synthesize()).toEqual([]);
  });

  test("fails on the day after the last one of an acknowledgement, though nothing changed", async () => {
    const fleet = new Fleet({ "office.yaml": acknowledged(CLIENT, "2026-12-01") });
    on("2026-12-01");
    expect(await fleet.synthesize()).toEqual(["office"]);
    expect(await fleet.synthesize()).toEqual([]);

    on("2026-12-02");
    expect(String(await fleet.failure())).toContain("PostureRuleBroken: exchange-supported");
  });

  test("tells of every client that breaks a rule, and writes nothing", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT, "shop.yaml": SHOP, "mill.yaml": MILL });
    await fleet.synthesize();
    const before = fleet.stack("mill");
    fleet.put("mill.yaml", changed(MILL, "10.20.0.0/24", "10.30.0.0/24"));
    fleet.put("office.yaml", changed(CLIENT, "exchange: SE", 'exchange: "2019"'));
    fleet.put("shop.yaml", acknowledged(SHOP, "2026-01-31"));

    const error = await fleet.failure();

    expect(error).toBeInstanceOf(FleetSynthesisError);
    expect([...(error as FleetSynthesisError).failures.keys()]).toEqual(["office", "shop"]);
    expect(String(error)).toMatch(/office: Validation failed.*exchange-supported.*shop: Validation failed/s);
    expect(fleet.stack("mill")).toBe(before);
    expect(readdirSync(fleet.outputDirectory).filter((name) => name.startsWith("."))).toEqual([]);
    // What passed has not been written either, so it is not taken for done.
    fleet.put("office.yaml", CLIENT);
    fleet.put("shop.yaml", SHOP);
    expect(await fleet.synthesize()).toEqual(["mill"]);
  });
});

describe("one client of a fleet", () => {
  test("is synthesized alone, and the manifest keeps the others for cdktf", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT, "shop.yaml": SHOP });
    await fleet.synthesize();
    fleet.put("shop.yaml", changed(SHOP, "10.20.0.0/24", "10.30.0.0/24"));
    const shop = fleet.stack("shop");
    fleet.put("office.yaml", changed(CLIENT, "10.20.0.0/24", "10.40.0.0/24"));

    process.env.CDKTF_TARGET_STACK_ID = "office";
    expect(await fleet.synthesize()).toEqual(["office"]);

    expect(fleet.stack("shop")).toBe(shop);
    expect(Object.keys(fleet.manifest)).toEqual(["office", "shop"]);
    expect(fleet.manifest.office?.annotations).not.toEqual([]);
    // Nobody judged it now.
    expect(fleet.manifest.shop?.annotations).toEqual([]);

    delete process.env.CDKTF_TARGET_STACK_ID;
    expect(await fleet.synthesize()).toEqual(["shop"]);
    expect(fleet.manifest.office?.annotations).not.toEqual([]);
  });

  test("is synthesized though another has mistakes", async () => {
    const fleet = new Fleet({
      "office.yaml": CLIENT,
      "shop.yaml": changed(SHOP, "exchange: SE", "exchange: 5"),
    });

    expect(await fleet.synthesize({ clients: ["office"] })).toEqual(["office"]);
    expect(Object.keys(fleet.manifest)).toEqual(["office"]);
    expect(String(await fleet.failure())).toContain("shop.yaml:10:13: ValueNotAllowed");
  });

  test("is refused for what it claims of another", async () => {
    const fleet = new Fleet({
      "office.yaml": CLIENT,
      "shop.yaml": SHOP.replaceAll("shop.example", "office.example"),
    });

    expect(String(await fleet.failure({ clients: ["shop"] }))).toContain("DuplicateDomain");
  });

  test("is counted with the others of its account", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT, "shop.yaml": client("shop", "123456789012") });
    fleet.put(
      "fleet.yaml",
      `${FLEET}awsQuotas: [{ account: "123456789012", region: eu-west-3, firewalls: 1 }]\n`,
    );

    expect(String(await fleet.failure({ clients: ["shop"] }))).toContain("AwsQuotaExceeded");
  });

  test("has to be one of the clients", async () => {
    const fleet = new Fleet({ "office.yaml": CLIENT });
    const error = await fleet.failure({ clients: ["offcie"] });

    expect(error).toBeInstanceOf(ClientFilesError);
    expect(String(error)).toMatch(/ClientUnknown: there is no client "offcie"; there are office$/);
    expect(existsSync(join(fleet.outputDirectory, "manifest.json"))).toBe(false);
  });
});

test("a stack that changes between two syntheses is rendered again", () => {
  const outputDirectory = mkdtempSync(join(tmpdir(), "twice-"));
  const app = fleetApp({ clientsDirectory: clientsFolder({ "office.yaml": CLIENT }), outputDirectory });
  const record = app.node
    .findAll()
    .find((each) => each instanceof DnsRecord && each.node.path.includes("/MX/")) as DnsRecord;
  app.synth();
  record.comment = "moved";
  app.synth();

  expect(readFileSync(join(outputDirectory, "stacks", "office", "cdk.tf.json"), "utf8")).toContain("moved");
});

test("call stacks are taken again after a synthesis, also one that fails", () => {
  const limit = Error.stackTraceLimit;
  const thrown = (): Error => {
    try {
      return withoutTraces(() => {
        throw new Error("inside");
      });
    } catch (error) {
      return error as Error;
    }
  };

  expect(thrown().stack ?? "").not.toContain("fleet-synthesis.test");
  expect(new Error("after").stack).toContain("fleet-synthesis.test");
  expect(Error.stackTraceLimit).toBe(limit);
});
