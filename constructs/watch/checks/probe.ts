import { connect, type Socket } from "node:net";
import {
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { messageOf } from "../../core/thrown";
import { visible } from "../../core/visible-text";
import { errorCode, failureOf, ProbeFailure } from "./probe-failure";
import type { ShownChain } from "./seen-certificate";
import { type StartTlsOffer, startTls } from "./smtp-starttls";

/** Where a certificate is looked for. */
export interface Target {
  /** Name that is asked for in the handshake (RFC 6066 § 3), as A-labels. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: "https" | "smtp";
}

/** What a server showed, and how it came to it. */
export interface Shown extends ShownChain {
  /** Did the server offer TLS by itself? Of HTTPS always. */
  readonly advertised: boolean;
  /** What the server calls itself before TLS; null where it does not. */
  readonly names: StartTlsOffer["names"] | null;
}

/**
 * What a handshake is held against: the roots of Node.js and those given. No intermediates are fetched, as
 * browsers do, so that a chain with a gap is seen.
 *
 * @throws Error when a root is no certificate
 */
export function trustStore(roots: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...rootCertificates, ...roots] });
}

/**
 * Looks at the certificate that a server shows, whether or not it is trusted. Sends nothing else.
 *
 * @throws ProbeFailure when it shows none
 */
export async function probe(
  { name, address, port, protocol }: Target,
  store: SecureContext,
  timeoutMilliseconds: number,
): Promise<Shown> {
  const opened: Socket[] = [];
  let stage: ProbeFailure = new ProbeFailure(
    "timeout",
    `nothing answers within ${seconds(timeoutMilliseconds)}`,
  );
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stage), timeoutMilliseconds);
  });
  const dialogue = async (): Promise<Shown> => {
    const socket = await connected(address, port, opened);
    stage = new ProbeFailure(
      "silent",
      `the connection is accepted, and the dialogue has no end within ${seconds(timeoutMilliseconds)}`,
    );
    const { advertised, names } =
      protocol === "smtp" ? await startTls(socket) : { advertised: true, names: null };
    if (socket.destroyed) {
      throw stage;
    }
    const shown = await handshake(socket, name, store, opened);
    return { ...shown, advertised, names };
  };
  try {
    return await Promise.race([dialogue(), deadline]);
  } catch (error) {
    throw failureOf(error);
  } finally {
    clearTimeout(timer);
    // The outermost takes the one below it along; Node.js 20 crashes where the lower one goes first.
    opened.at(-1)?.destroy();
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/** Sockets are kept in a list, and what goes wrong with one after its part is over is nobody's business any more. */
function connected(host: string, port: number, opened: Socket[]): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    opened.push(socket);
    socket.on("error", reject);
    socket.once("connect", () => resolve(socket));
  });
}

function handshake(
  socket: Socket,
  servername: string,
  store: SecureContext,
  opened: Socket[],
): Promise<ShownChain> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      socket,
      servername,
      secureContext: store,
      rejectUnauthorized: false,
      // Names are judged apart: Node.js would say one of the two only.
      checkServerIdentity: () => undefined,
    });
    opened.push(secured);
    secured.on("error", (error) => reject(handshakeFailure(error)));
    secured.once("close", () => reject(new ProbeFailure("tls-failed", "the server ends the TLS handshake")));
    secured.once("secureConnect", () => {
      resolve({
        certificates: chainOf(secured),
        distrust: secured.authorized ? null : distrustOf(secured.authorizationError),
        protocol: secured.getProtocol() ?? "unknown",
      });
    });
  });
}

/** OpenSSL's code: Node.js declares an error and gives a text. */
function distrustOf(error: unknown): string {
  return errorCode(error) || messageOf(error);
}

function handshakeFailure(error: Error): ProbeFailure {
  const code = errorCode(error);
  if (/UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/.test(code)) {
    return new ProbeFailure("tls-failed", "the server speaks no TLS 1.2 or later; switch it on (RFC 8996)");
  }
  return /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code)
    ? new ProbeFailure("tls-failed", "what answers does not speak TLS")
    : new ProbeFailure("tls-failed", `the TLS handshake fails: ${visible(messageOf(error))}`);
}

/** More than any real chain has. */
const LONGEST_CHAIN = 10;

function chainOf(socket: TLSSocket): readonly Buffer[] {
  const chain: Buffer[] = [];
  let at = socket.getPeerCertificate(true);
  while (at?.raw !== undefined && chain.length < LONGEST_CHAIN && !chain.some((der) => der.equals(at.raw))) {
    chain.push(at.raw);
    at = at.issuerCertificate;
  }
  return chain;
}
