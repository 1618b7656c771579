import { z } from "zod";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import { awsPlace } from "./aws-place-schema";
import { deny, httpsFrom } from "./deny-schema";
import { egress } from "./egress-schema";
import { cidr, secretReference, stages } from "./schema-types";

const threshold = (what: string) => z.int().min(1).max(2_147_483_647).optional().describe(what);

/** `edge` of a client whose server stands in the office, behind a FortiGate. */
export const fortiGateEdge = z.strictObject({
  kind: z
    .literal("fortigate")
    .describe("What stands in front of the server: fortigate is a FortiGate in the office."),
  unit: z
    .strictObject({
      fortiOs: z.string().describe("What it runs, all three numbers, such as 7.6.4."),
      hostName: z
        .string()
        .min(1)
        .optional()
        .describe(
          "Where its administration answers, as host or host:port. Default: FORTIOS_ACCESS_HOSTNAME says.",
        ),
      apiToken: secretReference("env", "ssm")
        .default("env:FORTIOS_ACCESS_TOKEN")
        .describe(
          "Where the API token is: an environment variable (another than the default is named TF_VAR_…), or a parameter in the account of aws, as ssm:/path.",
        ),
      vdom: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,31}$/, "1 to 31 letters, digits, _ and -")
        .optional()
        .describe("Virtual domain, where the unit has several. Default: it has none."),
    })
    .describe("The unit."),
  wan: z
    .array(
      z.strictObject({
        interface: z.string().describe("Its interface, such as wan1; not a member of a zone or of SD-WAN."),
        publicAddress: z.string().describe("Public IPv4 address of the server there."),
        interfaceAddress: z
          .string()
          .optional()
          .describe("Public IPv4 address that the server's own connections have. Default: the server's."),
      }),
    )
    .min(1)
    .describe("Links to the internet, the main one first. Only append."),
  inside: z
    .strictObject({
      interface: z.string().describe("The interface that the server is behind, such as dmz."),
      server: z.string().describe("Private IPv4 address of the server, or of what balances several."),
      senders: z
        .array(z.string())
        .default([])
        .describe("More private IPv4 addresses that leave under the same rules."),
      serverIpv6: z
        .string()
        .optional()
        .describe("Global IPv6 address of the server. Default: IPv6 is closed."),
    })
    .describe("Where the server is."),
  httpsFrom,
  deny: deny
    .prefault({})
    .describe(
      "Who is turned away before anything else, from the first day and whatever the stage of the IPS.",
    ),
  egress: egress.prefault({}).describe("What the server may reach, besides its smart host."),
  ips: z
    .strictObject({
      stages: stages(
        IPS_MODES,
        "detect for one or two weeks, then prevent-reputation (botnets), then prevent (signatures and malware too).",
      )
        .optional()
        .describe("How far prevention has come, stage by stage; the last one is in force. Default: detect."),
      disabledCves: z
        .array(
          z.strictObject({
            cve: z.string().min(1).describe("A vulnerability of Exchange, from docs/ips-rules.md."),
            reason: z.string().min(10).describe("Why; for whoever reads it in a year."),
          }),
        )
        .default([])
        .describe("Vulnerabilities that are not looked for by name."),
    })
    .prefault({})
    .describe("What the unit looks for in what it lets through, and what it does with it."),
  tlsInspection: z
    .boolean()
    .default(false)
    .describe(
      "Decrypt 443 with the server's own certificate, so that signatures about requests match; needs certificate.issuer: lets-encrypt with key: in-state.",
    ),
  administration: z
    .strictObject({
      networks: z
        .array(cidr)
        .min(1)
        .optional()
        .describe(
          "Private networks, seen from the server's interface, that reach the unit's administration. Default: as the interface says.",
        ),
      ports: z
        .array(z.int().min(1).max(65_535))
        .default([])
        .describe("More TCP ports of the administration, where it does not listen on those it comes with."),
      answersPing: z.boolean().default(false).describe("Answer to ping from the internet."),
    })
    .prefault({})
    .describe("Who administers the unit; nobody on the internet ever does."),
  floods: z
    .strictObject({
      tcp_syn_flood: threshold("SYN packets in a second to the server. Default: 2000."),
      tcp_port_scan: threshold("SYN packets in a second from one address. Default: 1000."),
      tcp_src_session: threshold("Connections at a time from one address. Default: 5000."),
      tcp_dst_session: threshold("Connections at a time to the server. Default: 5000."),
    })
    .prefault({})
    .describe("How many connections are a flood."),
  syslog: z
    .strictObject({
      server: z.string().min(1).describe("Address of the collector; a FortiAnalyzer is one, too."),
      port: z.int().min(1).max(65_535).default(514).describe("Its port."),
      mode: z
        .enum(["udp", "reliable"])
        .default("reliable")
        .describe("reliable is TCP; neither is encrypted, so keep it inside."),
    })
    .optional()
    .describe("Where the unit sends its log. Default: it stays on the unit."),
  aws: awsPlace,
});
