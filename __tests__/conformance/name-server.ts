import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { listenOnBoth } from "../listen-on-both";

/** NSD (https://nlnetlabs.nl/projects/nsd/), running. */
export interface NameServer {
  /** `ip:port` */
  readonly address: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/**
 * Records of zones by apex, as lines of a zone file relative to it; null where the server cannot load the zone. One
 * without name servers of its own, at `@`, is served by `ns.invalid`.
 */
export type Zones = Readonly<Record<string, readonly string[] | null>>;

/** NSD, and what it is linked with that a small system does not have. */
const PACKAGES = ["nsd", "libevent-2.1-7", "libfstrm0", "libprotobuf-c1"];

/** Written last, so that an unpacking that was cut short is not taken for a whole one. */
const COMPLETE = ".complete";

/**
 * Starts NSD from its Debian package, which is downloaded once and unpacked into the user's own cache: nothing is
 * installed.
 *
 * @throws Error where there is no `apt-get`, or no such package
 */
export async function startNameServer(zones: Zones): Promise<NameServer> {
  const folder = mkdtempSync(join(tmpdir(), "nsd-"));
  const port = await freePort();
  for (const [zone, lines] of Object.entries(zones)) {
    if (lines !== null) {
      writeFileSync(join(folder, `${zone}.zone`), zoneFile(zone, lines));
    }
  }
  const config = join(folder, "nsd.conf");
  writeFileSync(config, configFile(folder, port, Object.keys(zones)));
  const root = unpacked();
  // Each architecture has a folder of its own.
  const libraries = readdirSync(join(root, "usr", "lib")).map((folder) => join(root, "usr", "lib", folder));
  const running = spawn(join(root, "usr/sbin/nsd"), ["-d", "-c", config], {
    env: { ...process.env, LD_LIBRARY_PATH: libraries.join(":") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const address = `127.0.0.1:${port}`;
  await answering(running, address, Object.keys(zones)[0] ?? "");
  return {
    address,
    stop: async () => {
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function zoneFile(zone: string, lines: readonly string[]): string {
  return [
    `$ORIGIN ${zone}.`,
    "$TTL 60",
    "@ SOA ns.invalid. hostmaster.invalid. 1 3600 600 86400 60",
    ...(lines.some((line) => /^@ NS /.test(line)) ? [] : ["@ NS ns.invalid."]),
    ...lines,
    "",
  ].join("\n");
}

function configFile(folder: string, port: number, zones: readonly string[]): string {
  return [
    "server:",
    `  ip-address: 127.0.0.1@${port}`,
    `  zonesdir: "${folder}"`,
    ...["pidfile: nsd.pid", "xfrdfile: xfrd.state", "zonelistfile: zone.list"].map((line) => {
      const [key = "", file = ""] = line.split(": ");
      return `  ${key}: "${join(folder, file)}"`;
    }),
    ...['  username: ""', '  chroot: ""', '  database: ""', "  server-count: 1"],
    ...["remote-control:", "  control-enable: no"],
    ...zones.flatMap((zone) => ["zone:", `  name: "${zone}"`, `  zonefile: "${zone}.zone"`]),
    "",
  ].join("\n");
}

function unpacked(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "protected-exchange", "conformance", "nsd");
  if (!existsSync(join(folder, COMPLETE))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    download(folder);
    for (const archive of readdirSync(folder).filter((name) => name.endsWith(".deb"))) {
      execFileSync("dpkg", ["-x", archive, "."], { cwd: folder });
    }
    writeFileSync(join(folder, COMPLETE), PACKAGES.join(" "));
  }
  return folder;
}

function download(folder: string): void {
  const options = { cwd: folder, stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"] };
  try {
    execFileSync("apt-get", ["download", ...PACKAGES], options);
  } catch {
    // A machine that has never asked for packages does not know of any.
    execFileSync("apt-get", ["update"], options);
    execFileSync("apt-get", ["download", ...PACKAGES], options);
  }
}

/** Waits until the server answers; fails with what it said instead. */
async function answering(running: ChildProcess, address: string, zone: string): Promise<void> {
  let said = "";
  let ended = false;
  running.stdout?.on("data", (text: Buffer) => {
    said += text.toString();
  });
  running.stderr?.on("data", (text: Buffer) => {
    said += text.toString();
  });
  running.once("exit", () => {
    ended = true;
  });
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([address]);
  for (let attempt = 0; attempt < 100 && !ended; attempt += 1) {
    try {
      await resolver.resolveSoa(zone);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`nsd does not answer: ${said}`);
}

/** A port that is free for both: NSD answers over TCP, too, and ends where it cannot. */
async function freePort(): Promise<number> {
  const [tcp, udp] = [createServer(), createSocket("udp4")];
  const port = await listenOnBoth(tcp, udp, "127.0.0.1");
  await Promise.all([
    new Promise<void>((resolve) => udp.close(() => resolve())),
    new Promise((resolve) => tcp.close(resolve)),
  ]);
  return port;
}

/** Hands questions on to a name server, and loses some, as a network does. */
export class LossyForwarder {
  private readonly socket: Socket = createSocket("udp4");

  /** @param isLost does a question about this name get lost? */
  constructor(
    private readonly server: string,
    private readonly isLost: (name: string) => boolean,
  ) {
    this.socket.on("message", (query, asker) => this.forward(query, asker));
  }

  /** Starts to listen. @returns `ip:port` */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.socket.bind(0, "127.0.0.1", resolve));
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** Stops listening. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }

  private forward(query: Buffer, asker: { readonly port: number; readonly address: string }): void {
    if (this.isLost(nameIn(query))) {
      return;
    }
    const [host, port] = this.server.split(":");
    const onward = createSocket("udp4");
    onward.once("message", (answer) => {
      this.socket.send(answer, asker.port, asker.address);
      onward.close();
    });
    onward.send(query, Number(port), host);
  }
}

function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; (query[at] ?? 0) > 0; at += 1 + (query[at] ?? 0)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + (query[at] ?? 0)));
  }
  return labels.join(".").toLowerCase();
}
