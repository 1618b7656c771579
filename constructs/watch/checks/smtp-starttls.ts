import { isIPv6, type Socket } from "node:net";
import { visible } from "../../core/visible-text";
import { failureOf, ProbeFailure } from "./probe-failure";
import { SmtpReplies, type SmtpReply } from "./smtp-reply";

/** Lines that a firewall's SMTP inspection leaves of what it takes out: `XXXXXXXA`, `220 ****`. */
const MASKED_KEYWORD = /^X{4,}[A-Z]?$/i;
const MASKED_GREETING = /\*{4,}/;

/** What the server said before TLS. */
export interface StartTlsOffer {
  /** Did the server's list of extensions name STARTTLS? Where it did not, the command worked all the same. */
  readonly advertised: boolean;
  /** The name that it greets with, and the one with which it answers EHLO (RFC 5321 § 4.2, § 4.1.1.1); empty where none. */
  readonly names: readonly [greeting: string, hello: string];
}

/**
 * Leads an SMTP connection to the point where TLS begins (RFC 3207).
 *
 * The command is tried even where the server does not offer it: if it works, something on the way takes the offer
 * out, and senders that wait for it deliver in clear (RFC 3207 § 6).
 *
 * @param socket connected; afterwards nothing listens on it, and nothing of the server's is unread
 * @throws ProbeFailure when TLS cannot begin
 */
export async function startTls(socket: Socket): Promise<StartTlsOffer> {
  const peer = new SmtpPeer(socket);
  try {
    const greeting = await peer.reply();
    if (greeting.code !== 220) {
      throw new ProbeFailure("smtp-refused", `the server greets with ${quoted(greeting)}`);
    }
    const hello = await peer.command(`EHLO ${addressLiteral(socket)}`);
    const masked =
      MASKED_GREETING.test(greeting.lines.join(" ")) ||
      keywords(hello).some((word) => MASKED_KEYWORD.test(word));
    if (hello.code !== 250) {
      throw masked
        ? stripped(`EHLO is answered ${quoted(hello)} and the greeting is ${quoted(greeting)}`)
        : new ProbeFailure("smtp-refused", `EHLO is answered ${quoted(hello)}`);
    }
    const advertised = keywords(hello).includes("STARTTLS");
    const answer = advertised ? await peer.command("STARTTLS") : await peer.commandOrEnd("STARTTLS");
    if (answer?.code !== 220) {
      throw refusal(advertised, masked, answer);
    }
    peer.release();
    return { advertised, names: [nameIn(greeting), nameIn(hello)] };
  } finally {
    peer.detach();
  }
}

function refusal(advertised: boolean, masked: boolean, answer: SmtpReply | undefined): ProbeFailure {
  const said = answer === undefined ? "the end of the connection" : quoted(answer);
  if (advertised) {
    return new ProbeFailure(
      "starttls-refused",
      `STARTTLS is offered and then answered ${said}; look for the certificate of the receive connector in Exchange's event log (12014)`,
    );
  }
  return masked
    ? stripped("the list of extensions holds words that were crossed out")
    : new ProbeFailure(
        "no-starttls",
        `STARTTLS is not offered, and the command is answered ${said}: mail arrives in clear; give the receive connector a certificate that names it and the authentication mechanism TLS, and switch off SMTP inspection on what stands in between`,
      );
}

function stripped(because: string): ProbeFailure {
  return new ProbeFailure(
    "starttls-stripped",
    `${because}: something between here and the server takes STARTTLS out, such as a firewall's SMTP inspection, and mail arrives in clear; switch that off`,
  );
}

/** The first word of a reply. */
function nameIn({ lines }: SmtpReply): string {
  return lines[0]?.trim().split(/\s/, 1)[0] ?? "";
}

/** The first word of each extension, in capitals; the first line is the server's name (RFC 5321 § 4.1.1.1). */
function keywords({ lines }: SmtpReply): readonly string[] {
  return lines.slice(1).map((line) => line.trim().split(/\s/, 1)[0]?.toUpperCase() ?? "");
}

function quoted({ code, lines }: SmtpReply): string {
  return `"${code} ${visible(lines.join(" / ").slice(0, 200))}"`;
}

/** How a client without a name of its own says who it is (RFC 5321 § 4.1.4). */
function addressLiteral({ localAddress = "127.0.0.1" }: Socket): string {
  return isIPv6(localAddress) ? `[IPv6:${localAddress}]` : `[${localAddress}]`;
}

/** The other side of an SMTP dialogue. */
class SmtpPeer {
  private readonly replies = new SmtpReplies();
  private failure: ProbeFailure | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly socket: Socket) {
    socket.on("data", this.onData);
    socket.on("error", this.onError);
    socket.on("close", this.onClose);
  }

  /** The next reply. */
  async reply(): Promise<SmtpReply> {
    for (;;) {
      const reply = this.replies.shift();
      if (reply !== undefined) {
        return reply;
      }
      if (this.failure !== undefined) {
        throw this.failure;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Says something and waits for the reply. */
  async command(text: string): Promise<SmtpReply> {
    if (this.replies.isAhead) {
      throw new ProbeFailure("not-smtp", `the server answers ${text} before it is sent`);
    }
    this.socket.write(`${text}\r\n`);
    return this.reply();
  }

  /** As `command`; undefined where the server ends the connection instead. */
  async commandOrEnd(text: string): Promise<SmtpReply | undefined> {
    try {
      return await this.command(text);
    } catch (error) {
      if (error instanceof ProbeFailure && error.code === "closed") {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Ends the part in clear.
   *
   * What the server, or somebody on the way, sent behind its consent would be taken for part of the encrypted
   * session (CVE-2011-0411).
   */
  release(): void {
    if (this.replies.isAhead) {
      throw new ProbeFailure(
        "starttls-injected",
        "more follows the consent to STARTTLS in clear, which a client could take for part of the encrypted session; somebody on the way may have put it there",
      );
    }
  }

  detach(): void {
    this.socket.off("data", this.onData);
    this.socket.off("close", this.onClose);
    this.socket.off("error", this.onError);
    this.socket.pause();
  }

  private readonly onData = (chunk: Buffer): void => {
    try {
      this.replies.push(chunk);
    } catch (error) {
      this.fail(failureOf(error));
    }
    this.wake();
  };

  private readonly onError = (error: Error): void => this.fail(failureOf(error));

  private readonly onClose = (): void =>
    this.fail(new ProbeFailure("closed", "the server ends the connection before TLS"));

  private fail(failure: ProbeFailure): void {
    this.failure ??= failure;
    this.socket.destroy();
    this.wake();
  }
}
