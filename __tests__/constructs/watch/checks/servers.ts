import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type SecureContextOptions, TLSSocket } from "node:tls";
import type { Issued } from "./authority";

/** How an SMTP server of a test behaves; well, unless it is given. */
interface SmtpManners {
  readonly greeting?: string;
  /** Lines of the reply to EHLO, without codes. */
  readonly extensions?: readonly string[];
  readonly helloCode?: number;
  readonly startTlsReply?: string;
}

/** Servers on the loopback, all of which stop together. */
export class Servers {
  private readonly running: Server[] = [];

  /** @returns its port */
  https(certificate: Issued): Promise<number> {
    // Weak certificates are shown as well.
    return this.listen(createTlsServer({ ...certificate, ciphers: "DEFAULT@SECLEVEL=0" }));
  }

  /** @returns the port of a TLS server that somebody made otherwise */
  tls(server: Server): Promise<number> {
    return this.listen(server);
  }

  /** Listens at a port of another address of the loopback. */
  async rawAt(address: string, port: number): Promise<void> {
    const server = createServer((socket) => void socket.resume());
    this.running.push(server);
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
  }

  /** @returns its port */
  smtp(certificate: Issued & SecureContextOptions, manners: SmtpManners = {}): Promise<number> {
    const {
      greeting = "220-mail.clinic.example\r\n220 Microsoft ESMTP MAIL Service ready\r\n",
      extensions = ["mail.clinic.example Hello", "SIZE 37748736", "STARTTLS", "8BITMIME"],
      helloCode = 250,
      startTlsReply = "220 2.0.0 SMTP server ready\r\n",
    } = manners;
    return this.raw((socket) => {
      socket.write(greeting);
      const onData = (chunk: Buffer): void => {
        const command = chunk.toString("latin1").trim().toUpperCase();
        if (command.startsWith("EHLO")) {
          const last = extensions.length - 1;
          socket.write(
            extensions.map((line, index) => `${helloCode}${index === last ? " " : "-"}${line}\r\n`).join(""),
          );
        } else if (command === "STARTTLS") {
          socket.write(startTlsReply);
          if (startTlsReply.startsWith("220")) {
            socket.off("data", onData);
            new TLSSocket(socket, { isServer: true, ...certificate }).on("error", () => undefined);
          }
        } else {
          socket.write("502 5.5.1 not implemented\r\n");
        }
      };
      socket.on("data", onData);
    });
  }

  /** @returns the port of a server that does what it is told with each connection */
  raw(behave: (socket: Socket) => void): Promise<number> {
    return this.listen(
      createServer((socket) => {
        // Who does not read never learns that the other side has gone.
        socket.resume();
        behave(socket);
      }),
    );
  }

  /** @returns a port at which nobody listens */
  async nobody(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  /** Ends when every client has gone. */
  async stop(): Promise<void> {
    await Promise.all(this.running.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  private async listen(server: Server): Promise<number> {
    this.running.push(server);
    server.on("connection", (socket: Socket) => {
      socket.on("error", () => undefined);
    });
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }
}
