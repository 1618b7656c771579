import { CidrSet } from "../core/cidr-set";
import type { Problem } from "../core/errors";
import type { SmartHost } from "./relay";

/** Submission with STARTTLS (RFC 6409 § 3.1): the port where nobody states another. */
const SUBMISSION_PORT = 587;

/** Submission with TLS from the first byte (RFC 8314 § 3.3). */
const IMPLICIT_TLS_PORT = 465;

/** Mail between servers (RFC 5321 § 4.5.4.2). */
const SMTP_PORT = 25;

/** A smart host as a client states it. */
export interface SmartHostProps {
  /** Host name, no trailing dot. */
  readonly host: string;
  /**
   * 25, 465 or 587.
   *
   * @default 587
   */
  readonly port?: number;
  /**
   * Its addresses, in CIDR notation.
   *
   * @default - unknown; its port is then open to any address, which port 25 never is
   */
  readonly addresses?: readonly string[];
  /** Where the credentials are: `ssm:/path` or `secretsmanager:name`. */
  readonly credentials: string;
}

/**
 * A smart host and what is wrong with it.
 *
 * On port 25 every mail server of the world answers: a server that may reach them all delivers directly, past
 * the relay, and so does whatever has taken it over. That port is therefore open to named addresses only.
 */
export function smartHostOf(props: SmartHostProps): {
  readonly smartHost: SmartHost;
  readonly problems: readonly Problem[];
} {
  const { host, port = SUBMISSION_PORT, addresses, credentials } = props;
  return {
    smartHost: {
      host,
      port,
      tls: port === IMPLICIT_TLS_PORT ? "implicit" : "starttls",
      credentials,
      ...(addresses === undefined ? {} : { addresses: CidrSet.of(...addresses) }),
    },
    problems:
      port === SMTP_PORT && addresses === undefined
        ? [
            {
              code: "SmartHostPort25Anywhere",
              property: "smartHost",
              message: `port 25 would be open to every mail server of the world; add "addresses", the networks of ${host}, or use port 587 or 465`,
            },
          ]
        : [],
  };
}
