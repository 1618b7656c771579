import type { InspectedPacket } from "../../posture/aws/inspection";

/** Packets of one connection that the server opens, without addresses; whose turn it is stands first. */
export type Turn = readonly [by: "server" | "peer", packet: Partial<InspectedPacket>];

/** What the server does on a port, packet by packet. */
interface OutgoingConnection {
  readonly name: string;
  readonly port: number;
  readonly turns: readonly Turn[];
}

/** SYN, SYN with acknowledgement, acknowledgement. */
export const HANDSHAKE: readonly Turn[] = [
  ["server", { state: "opening" }],
  ["peer", { state: "opening" }],
  ["server", {}],
];

const FAREWELL: readonly Turn[] = [
  ["server", { payload: "data" }],
  ["peer", {}],
  ["peer", { payload: "data" }],
  ["server", {}],
  ["peer", {}],
];

/** TLS to a name, the client's message in one packet. */
export function tlsTo(serverName: string): readonly Turn[] {
  return [
    ...HANDSHAKE,
    ["server", { clientHello: { serverName } }],
    ["peer", { payload: "hello" }],
    ...FAREWELL,
  ];
}

/** TLS to a name, the client's message in two packets, each acknowledged: a post-quantum key share fills one. */
export function slowTlsTo(serverName: string): readonly Turn[] {
  return [
    ...HANDSHAKE,
    ["server", { payload: "half of it", application: "tls" }],
    ["peer", {}],
    ["server", { payload: "the rest", clientHello: { serverName } }],
    ["peer", {}],
    ["peer", { payload: "hello" }],
    ...FAREWELL,
  ];
}

/** Plain HTTP, one request after another. */
export function httpTo(...hosts: readonly (string | undefined)[]): readonly Turn[] {
  return [
    ...HANDSHAKE,
    ...hosts.flatMap((host): readonly Turn[] => [
      ["server", { request: { method: "GET", uri: "/root.crl", ...(host === undefined ? {} : { host }) } }],
      ["peer", {}],
      ["peer", { payload: "HTTP/1.1 200 OK" }],
    ]),
  ];
}

/** A request that comes in two packets. */
function slowHttpTo(host: string): readonly Turn[] {
  return [
    ...HANDSHAKE,
    ["server", { payload: "GET /root.crl HTTP/1.1\r\n" }],
    ["peer", {}],
    ["server", { payload: "\r\n", request: { method: "GET", uri: "/root.crl", host } }],
    ["peer", { payload: "HTTP/1.1 200 OK" }],
  ];
}

/** What an honest server does; every packet of it passes. */
export const HONEST_CONNECTIONS: readonly OutgoingConnection[] = [
  { name: "mitigations", port: 443, turns: tlsTo("officeclient.microsoft.com") },
  { name: "mitigations, post-quantum", port: 443, turns: slowTlsTo("officeclient.microsoft.com") },
  { name: "a search for updates", port: 443, turns: tlsTo("slscr.update.microsoft.com") },
  { name: "a name in capitals", port: 443, turns: tlsTo("FE3.Delivery.MP.Microsoft.com") },
  { name: "a name many labels down", port: 443, turns: tlsTo("a.b.c-1.dl.delivery.mp.microsoft.com") },
  { name: "an update", port: 80, turns: httpTo("au.download.windowsupdate.com") },
  { name: "trusted certificates", port: 80, turns: httpTo("ctldl.windowsupdate.com") },
  { name: "a revocation list in two packets", port: 80, turns: slowHttpTo("crl.microsoft.com") },
  {
    name: "several authorities over one connection",
    port: 80,
    turns: httpTo("crl3.digicert.com", "crl4.digicert.com"),
  },
  { name: "the certificate of Amazon", port: 80, turns: httpTo("ocsp.r2m04.amazontrust.com") },
  {
    name: "mail to the smart host",
    port: 587,
    turns: [...HANDSHAKE, ["peer", { payload: "220 relay" }], ...FAREWELL],
  },
];

/** What an honest server never does; no packet of data comes back. */
export const UNLISTED_CONNECTIONS: readonly OutgoingConnection[] = [
  { name: "TLS to another name", port: 443, turns: tlsTo("files.attacker.example") },
  { name: "TLS to another name, in two packets", port: 443, turns: slowTlsTo("files.attacker.example") },
  { name: "TLS to a name that ends alike", port: 443, turns: tlsTo("notofficeclient.microsoft.com") },
  { name: "TLS to a name that ends alike, below", port: 443, turns: tlsTo("xupdate.microsoft.com") },
  {
    name: "TLS to a name that begins alike",
    port: 443,
    turns: tlsTo("officeclient.microsoft.com.attacker.example"),
  },
  {
    name: "TLS to a name with another letter for a dot",
    port: 443,
    turns: tlsTo("officeclientxmicrosoft.com"),
  },
  {
    name: "TLS to the domain itself where only names below it are listed",
    port: 443,
    turns: tlsTo("windowsupdate.com"),
  },
  { name: "TLS to an unlisted name of the same owner", port: 443, turns: tlsTo("outlook.office365.com") },
  {
    name: "TLS without a name",
    port: 443,
    turns: [...HANDSHAKE, ["server", { clientHello: {} }], ["peer", { payload: "hello" }]],
  },
  {
    name: "TLS that never completes its first message",
    port: 443,
    turns: [
      ...HANDSHAKE,
      ["server", { payload: "half of it", application: "tls" }],
      ["peer", { payload: "answer" }],
      ["server", { payload: "and no more" }],
    ],
  },
  {
    name: "a shell on 443",
    port: 443,
    turns: [
      ...HANDSHAKE,
      ["server", { payload: "$ ", application: "other" }],
      ["peer", { payload: "whoami" }],
    ],
  },
  {
    name: "a server on 443 that speaks first",
    port: 443,
    turns: [...HANDSHAKE, ["peer", { payload: "SSH-2.0-x" }], ["server", { payload: "SSH-2.0-y" }]],
  },
  {
    name: "HTTP on 443, even with a listed name",
    port: 443,
    turns: httpTo("officeclient.microsoft.com"),
  },
  { name: "HTTP to another host", port: 80, turns: httpTo("files.attacker.example") },
  { name: "HTTP to another host, in two packets", port: 80, turns: slowHttpTo("files.attacker.example") },
  { name: "HTTP to an address", port: 80, turns: httpTo("203.0.113.80") },
  { name: "HTTP without a host", port: 80, turns: httpTo(undefined) },
  { name: "TLS on 80, even with a listed name", port: 80, turns: tlsTo("ctldl.windowsupdate.com") },
  {
    name: "a tunnel through a proxy, even to a listed host",
    port: 80,
    turns: [
      ...HANDSHAKE,
      ["server", { request: { method: "CONNECT", uri: "crl.microsoft.com:443", host: "crl.microsoft.com" } }],
      ["peer", { payload: "HTTP/1.1 200 OK" }],
    ],
  },
];

/** Ports on which not even a connection may begin. */
export const CLOSED_PORTS: readonly number[] = [
  21, 22, 25, 53, 135, 137, 138, 139, 445, 465, 3389, 8080, 8443,
];
