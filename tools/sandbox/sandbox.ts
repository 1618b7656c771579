import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { Cloud } from "./cloud/cloud";
import { CloudStore } from "./cloud/store";
import { WorkingDirectories } from "./cloud/workdirs";
import { SandboxProvider } from "./provider";
import { serveProvider } from "./provider-server";
import { BINDING_FAMILIES } from "./schema/families";
import { findTerraform, requireRecentTerraform } from "./terraform";
import { writeShim } from "./terraform-shim";

/** A sandbox whose providers listen. */
export interface RunningSandbox {
  /** Environment for commands that are to run against it, `process.env` included. */
  readonly env: NodeJS.ProcessEnv;
  /** Stops the providers. The cloud stays in its directory. */
  readonly stop: () => Promise<void>;
}

/** Where a sandbox keeps its cloud, Terraform state and cdktf output. */
interface SandboxOptions {
  /** Created when missing. */
  readonly directory: string;
}

/** Settings that would lead a command past the sandbox, to a real account or somebody's own state. */
const REAL_WORLD = /^(AWS_|CLOUDFLARE_|TF_DATA_DIR$|TF_WORKSPACE$|TF_CLI_ARGS|TF_PLUGIN_CACHE_DIR$)/;

const STAND_IN_CREDENTIALS: NodeJS.ProcessEnv = {
  AWS_ACCESS_KEY_ID: "sandbox",
  AWS_SECRET_ACCESS_KEY: "sandbox",
  AWS_EC2_METADATA_DISABLED: "true",
  CLOUDFLARE_API_TOKEN: "sandbox",
};

function reattachment(ports: ReadonlyMap<string, number>): string {
  const entries = [...ports].map(([source, port]) => [
    source,
    {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
    },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

function environment(directory: string, shim: string, ports: ReadonlyMap<string, number>): NodeJS.ProcessEnv {
  const outer = Object.entries(process.env).filter(([name]) => !REAL_WORLD.test(name));
  return {
    ...Object.fromEntries(outer),
    ...STAND_IN_CREDENTIALS,
    PATH: [shim, process.env.PATH].join(delimiter),
    TERRAFORM_BINARY_NAME: join(shim, "terraform"),
    TF_REATTACH_PROVIDERS: reattachment(ports),
    TF_CLI_CONFIG_FILE: join(directory, "terraform.rc"),
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    CDKTF_OUTPUT: join(directory, "cdktf.out"),
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
  };
}

/** The outcome of a promise, so that a failure can wait until what runs beside it can be stopped. */
async function settled(promise: Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome;
}

/**
 * Starts the stand-in providers on free loopback ports. Any `terraform` or `cdktf` run with the returned
 * environment works against the cloud in `directory`, with no account and no network.
 *
 * @throws {SandboxUnavailable} when there is no Terraform, or one too old
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const wanted = resolve(options.directory);
  mkdirSync(join(wanted, "state"), { recursive: true });
  // Terraform and the shim see real paths; a link in ours would make one directory look like two.
  const directory = realpathSync(wanted);
  const terraform = findTerraform(join(directory, "bin"));
  writeFileSync(join(directory, "terraform.rc"), "disable_checkpoint = true\n");
  const directories = new WorkingDirectories(directory);
  const cloud = new Cloud(new CloudStore(directory), directories);
  const [version, running] = await Promise.all([
    settled(requireRecentTerraform(terraform)),
    Promise.all(
      BINDING_FAMILIES.map(async (family) => ({
        source: family.source,
        server: await serveProvider(new SandboxProvider(family, cloud, directories)),
      })),
    ),
  ]);
  const stop = async () => {
    for (const { server } of running) server.stop();
  };
  if (version.status === "rejected") {
    await stop();
    throw version.reason;
  }
  const ports = new Map(running.map(({ source, server }) => [source, server.port]));
  const shim = writeShim(
    directory,
    terraform,
    BINDING_FAMILIES.map((family) => family.typePrefix),
  );
  return {
    env: environment(directory, shim, ports),
    stop,
  };
}
