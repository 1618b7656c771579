import { visible } from "../../core/visible-text";
import { ProbeFailure } from "./probe-failure";

/** One reply of an SMTP server (RFC 5321 § 4.2). */
export interface SmtpReply {
  /** Three digits. */
  readonly code: number;
  /** What follows the code, line by line. */
  readonly lines: readonly string[];
}

/** Four times what RFC 5321 § 4.5.3.1.5 allows: long greetings exist, endless ones are an attack. */
const LONGEST_LINE_OCTETS = 2048;
const MOST_LINES = 100;

const REPLY_LINE = /^([2-5][0-5][0-9])(?:([ -])(.*))?$/s;

/** Cuts what a server sends into replies, and gives up on what is none. */
export class SmtpReplies {
  private readonly complete: SmtpReply[] = [];
  private rest = "";
  private code: number | undefined;
  private lines: string[] = [];

  /**
   * Takes in what arrived.
   *
   * @throws ProbeFailure when it is no SMTP reply, or has no end
   */
  push(chunk: Uint8Array): void {
    // Latin-1 keeps every octet, whatever the server's alphabet.
    this.rest += Buffer.from(chunk).toString("latin1");
    // Bare line feeds are not allowed (RFC 5321 § 2.3.8), and servers that send them are still understood.
    for (let end = this.rest.indexOf("\n"); end >= 0; end = this.rest.indexOf("\n")) {
      const line = this.rest.slice(0, end).replace(/\r$/, "");
      this.rest = this.rest.slice(end + 1);
      this.take(line);
    }
    if (this.rest.length > LONGEST_LINE_OCTETS) {
      throw new ProbeFailure("not-smtp", `a reply has a line of more than ${LONGEST_LINE_OCTETS} octets`);
    }
  }

  /** The next complete reply, undefined while there is none. */
  shift(): SmtpReply | undefined {
    return this.complete.shift();
  }

  /** Has the server sent anything that was not asked for yet? */
  get isAhead(): boolean {
    return this.complete.length > 0 || this.lines.length > 0 || this.rest !== "";
  }

  private take(line: string): void {
    if (line.length > LONGEST_LINE_OCTETS) {
      throw new ProbeFailure("not-smtp", `a reply has a line of more than ${LONGEST_LINE_OCTETS} octets`);
    }
    const [match, digits, separator, text = ""] = REPLY_LINE.exec(line) ?? [];
    if (match === undefined) {
      throw new ProbeFailure(
        "not-smtp",
        `the server says "${visible(line.slice(0, 200))}", which is no SMTP`,
      );
    }
    const code = Number(digits);
    if (this.code !== undefined && this.code !== code) {
      throw new ProbeFailure("not-smtp", `the code changes from ${this.code} to ${code} within one reply`);
    }
    this.code = code;
    this.lines.push(text);
    if (this.lines.length > MOST_LINES) {
      throw new ProbeFailure("not-smtp", `a reply has more than ${MOST_LINES} lines`);
    }
    if (separator !== "-") {
      this.complete.push({ code, lines: this.lines });
      this.code = undefined;
      this.lines = [];
    }
  }
}
