import { type Match, not, pattern } from "../suricata/match";

/** Virtual directories that clients use, and nothing else (https://learn.microsoft.com/exchange/architecture/client-access/virtual-directories). */
const OPEN_PATHS = ["owa", "ews", "mapi", "oab", "Microsoft-Server-ActiveSync", "autodiscover"] as const;

/** A path that is closed, with the log line that says so. */
interface ClosedPath {
  readonly sid: number;
  readonly message: string;
  readonly matches: readonly Match[];
}

const directory = (name: string): Match => pattern("http.uri", `^/${name}(?:[/?]|$)`);

/**
 * Paths that are closed, the named ones first so that the log tells them apart; the last closes all that is
 * not open.
 *
 * Written as drops only: a rule that passed the open paths would pass every later request of the connection
 * too. `/` itself stays open: IIS answers it with a redirection to webmail.
 */
export const CLOSED_PATHS: readonly ClosedPath[] = [
  {
    sid: 9_252_000,
    message: "path with dots or double encoding",
    matches: [pattern("http.uri.raw", "^[^?]*(?:(?:\\.|%2e){2}|%25)")],
  },
  { sid: 9_252_001, message: "admin center from outside", matches: [directory("ecp")] },
  { sid: 9_252_002, message: "remote PowerShell from outside", matches: [directory("powershell")] },
  { sid: 9_252_003, message: "Outlook Anywhere, which is closed", matches: [directory("rpc")] },
  { sid: 9_252_004, message: "REST interface, which is closed", matches: [directory("api")] },
  {
    sid: 9_252_005,
    message: "path that no client uses",
    matches: [
      not(pattern("http.uri", `^/(?:(?:${OPEN_PATHS.join("|")})(?:[/?]|$)|\\?|$)`)),
      ...["ecp", "powershell", "rpc", "api"].map((name) => not(directory(name))),
    ],
  },
];
