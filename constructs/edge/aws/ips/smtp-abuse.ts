import { type Match, pattern, text } from "../suricata/match";
import type { DetectionFilter } from "../suricata/rule";

/** A rule about the part of SMTP that is not encrypted: what precedes STARTTLS, and how often. */
interface SmtpAbuseRule {
  readonly sid: number;
  readonly message: string;
  /** Who says it. */
  readonly by: "client" | "server";
  /**
   * Counts connections instead of reading them.
   *
   * @default false
   */
  readonly opening?: boolean;
  /**
   * What is said.
   *
   * @default - anything
   */
  readonly matches?: readonly Match[];
  /**
   * How often before it matters.
   *
   * @default - once
   */
  readonly filter?: DetectionFilter;
  /** Is the sender never right, so that it may be dropped? The relay may do the rest for honest reasons. */
  readonly droppable: boolean;
}

/** Abuse of port 25, which only the relay reaches: most of it means that the relay or the server is set up wrong. */
export const SMTP_ABUSE_RULES: readonly SmtpAbuseRule[] = [
  {
    sid: 9_253_000,
    message: "SMTP VRFY: asks whether a mailbox exists",
    by: "client",
    matches: [text(undefined, "VRFY ", "start")],
    droppable: true,
  },
  {
    sid: 9_253_001,
    message: "SMTP EXPN: asks who is on a list",
    by: "client",
    matches: [text(undefined, "EXPN ", "start")],
    droppable: true,
  },
  {
    sid: 9_253_002,
    message: "SMTP AUTH before STARTTLS: a password in the clear",
    by: "client",
    matches: [text(undefined, "AUTH ", "start")],
    droppable: false,
  },
  {
    sid: 9_253_003,
    message: "SMTP end of message without carriage return (CVE-2023-51764)",
    by: "client",
    matches: [pattern(undefined, "[^\\r]\\n\\.\\r?\\n")],
    droppable: false,
  },
  {
    sid: 9_253_010,
    message: "SMTP flood of connections",
    by: "client",
    opening: true,
    filter: { trackBy: "by_src", count: 100, seconds: 60 },
    droppable: false,
  },
  {
    sid: 9_253_011,
    message: "SMTP passwords guessed",
    by: "server",
    matches: [text(undefined, "535 5.7.3", "start")],
    filter: { trackBy: "by_dst", count: 10, seconds: 300 },
    droppable: false,
  },
  {
    sid: 9_253_012,
    message: "SMTP mailboxes guessed",
    by: "server",
    matches: [pattern(undefined, "^550 5\\.1\\.(?:1|10) ")],
    filter: { trackBy: "by_dst", count: 20, seconds: 300 },
    droppable: false,
  },
  {
    sid: 9_253_013,
    message: "SMTP relaying tried",
    by: "server",
    matches: [pattern(undefined, "^550 5\\.7\\.(?:1|54) ")],
    filter: { trackBy: "by_dst", count: 5, seconds: 300 },
    droppable: false,
  },
];
