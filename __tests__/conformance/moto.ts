import type { ChildProcess } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createSocketServer } from "node:net";
import { pythonTool } from "./python-tool";

/** Moto (https://docs.getmoto.org/), which plays services of AWS, running. */
export interface Moto {
  /** Where it answers. */
  readonly endpoint: string;
  /** Environment for programs that are to take it for AWS. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Starts Moto on the loopback. */
export async function startMoto(region: string): Promise<Moto> {
  const port = await freePort();
  const running: ChildProcess = pythonTool("moto").start("moto_server", "-H", "127.0.0.1", "-p", `${port}`);
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await fetch(`${endpoint}/moto-api/data.json`);
      break;
    } catch (error) {
      if (attempt === 100 || running.exitCode !== null) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "moto",
      AWS_SECRET_ACCESS_KEY: "moto",
    },
    stop: async () => {
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Hears what is sent to it over HTTP: pages of a topic, and messages of a chat. */
export class Listener {
  /** Bodies, by path, in the order in which they came. */
  readonly heard = new Map<string, Record<string, unknown>[]>();
  private readonly server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      const path = request.url ?? "";
      this.heard.set(path, [...(this.heard.get(path) ?? []), JSON.parse(body) as Record<string, unknown>]);
      response.end();
    });
  });

  /** Starts to listen. @returns the address, without a path */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Stops listening. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
