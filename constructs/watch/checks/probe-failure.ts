import { messageOf } from "../../core/thrown";
import { visible } from "../../core/visible-text";

/**
 * Why no certificate was seen.
 *
 * The first group is the network's, in which nobody answered; the second is what somebody answered.
 */
export type FailureCode =
  | "no-address"
  | "dns-unanswered"
  | "refused"
  | "timeout"
  | "unreachable"
  | "closed"
  | "network-failure"
  | "silent"
  | "smtp-refused"
  | "not-smtp"
  | "no-starttls"
  | "starttls-stripped"
  | "starttls-refused"
  | "starttls-injected"
  | "tls-failed"
  | "certificate-unreadable";

/** A connection that did not lead to a certificate. */
export class ProbeFailure extends Error {
  /** @param message what happened; lower case, no final period; text of the other side is quoted */
  constructor(
    readonly code: FailureCode,
    message: string,
  ) {
    super(message);
  }
}

const SYSTEM_ERRORS: Readonly<Record<string, readonly [FailureCode, string]>> = {
  ECONNREFUSED: ["refused", "the connection is refused"],
  ETIMEDOUT: ["timeout", "nothing answers the connection"],
  ECONNRESET: ["closed", "the connection is cut off"],
  EPIPE: ["closed", "the connection is cut off"],
  ENETUNREACH: ["unreachable", "there is no route to the network"],
  EHOSTUNREACH: ["unreachable", "there is no route to the host"],
  EADDRNOTAVAIL: ["unreachable", "this machine has no address of that family"],
  EAFNOSUPPORT: ["unreachable", "this machine has no address of that family"],
};

/** What the operating system said, as a failure. */
export function failureOf(error: unknown): ProbeFailure {
  if (error instanceof ProbeFailure) {
    return error;
  }
  const code = errorCode(error);
  const [known, message] = SYSTEM_ERRORS[code] ?? [];
  return known === undefined || message === undefined
    ? new ProbeFailure("network-failure", `the connection fails: ${visible(messageOf(error))}`)
    : new ProbeFailure(known, `${message} (${code})`);
}

/** The code that Node.js gives an error, empty where it gives none. */
export function errorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
