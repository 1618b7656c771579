import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Let's Encrypt's own small authority for tests (https://github.com/letsencrypt/pebble), running. */
export interface Pebble {
  /** Address of its directory. */
  readonly directoryUrl: string;
  /** Certificate that its directory is served with, PEM. */
  readonly servedWith: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Written last, so that an unpacking that was cut short is not taken for a whole one. */
const COMPLETE = ".complete";

/**
 * Starts Pebble from its Debian package, which is downloaded once and unpacked into the user's own cache: nothing
 * is installed.
 *
 * @param dnsServer `ip:port` of the only DNS server that it asks
 * @throws Error where there is no `apt-get`, or no such package
 */
export async function startPebble(dnsServer: string): Promise<Pebble> {
  const folder = mkdtempSync(join(tmpdir(), "pebble-"));
  const [certificate, privateKey] = [join(folder, "served.pem"), join(folder, "served.key")];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", privateKey, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
  const [port, managementPort] = [await freePort(), await freePort()];
  const config = join(folder, "config.json");
  writeFileSync(
    config,
    JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${port}`,
        managementListenAddress: `127.0.0.1:${managementPort}`,
        certificate,
        privateKey,
        httpPort: 0,
        tlsPort: 0,
        ocspResponderURL: "",
        externalAccountBindingRequired: false,
      },
    }),
  );
  const running = spawn(installPebble(), ["-config", config, "-strict", "-dnsserver", dnsServer], {
    // Every order proves every name anew, and nothing waits or is refused by chance.
    env: { ...process.env, PEBBLE_VA_NOSLEEP: "1", PEBBLE_AUTHZREUSE: "0", PEBBLE_WFE_NONCEREJECT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await listening(running);
  return {
    directoryUrl: `https://127.0.0.1:${port}/dir`,
    servedWith: readFileSync(certificate, "utf8"),
    stop: async () => {
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Installs Pebble where it is not yet; where its program is.
 *
 * @throws Error where there is no `apt-get`, or no such package
 */
export function installPebble(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "protected-exchange", "conformance", "pebble");
  if (!existsSync(join(folder, COMPLETE))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    download(folder);
    const archive = readdirSync(folder).find((name) => name.endsWith(".deb")) ?? "";
    execFileSync("dpkg", ["-x", archive, "."], { cwd: folder });
    writeFileSync(join(folder, COMPLETE), archive);
  }
  return join(folder, "usr", "bin", "pebble");
}

function download(folder: string): void {
  const options = { cwd: folder, stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"] };
  try {
    execFileSync("apt-get", ["download", "pebble"], options);
  } catch {
    // A machine that has never asked for packages does not know of any.
    execFileSync("apt-get", ["update"], options);
    execFileSync("apt-get", ["download", "pebble"], options);
  }
}

/** Waits until Pebble says where it listens; fails with what it said instead. */
async function listening(running: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const read = (text: Buffer): void => {
      said += text.toString();
      if (said.includes("ACME directory available")) {
        resolve();
      }
    };
    running.stdout?.on("data", read);
    running.stderr?.on("data", read);
    running.once("exit", (status) => reject(new Error(`pebble ended with ${status}: ${said}`)));
    running.once("error", reject);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
