import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { Observation } from "../../../../constructs/watch/checks/check";
import { ENDPOINT } from "../../../../constructs/watch/checks/endpoint";
import type { Vantage } from "../../../../constructs/watch/checks/vantage";
import type { Exposure, Facts } from "../../../../posture/facts";
import { declarationOf } from "../../../../stacks/declaration";
import { factsOf } from "../../../posture/dns/zone-file";
import { Authority, type Issued, rsaKey } from "./authority";
import { Servers } from "./servers";
import { vantageAt } from "./vantage";

const servers = new Servers();
let certificate: Issued;
let nobody: number;

beforeAll(async () => {
  const amazon = await Authority.named("Amazon");
  certificate = await amazon.issue({ names: ["mail.clinic.example"], key: await rsaKey() });
  nobody = await servers.nobody();
});

afterAll(() => servers.stop());

const LINES = ["mail.clinic.example A 127.0.0.1", "autodiscover.clinic.example CNAME mail.clinic.example"];

/** A way in for an office. */
const WAY: Exposure = {
  from: "internet",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  sources: ["203.0.113.0/24"],
  target: "aws_network_interface.mail",
  via: ["aws_security_group.mail"],
};

/** How Exchange answers. */
const exchange: RequestListener = ({ url = "" }, response) => {
  if (url.endsWith("/healthcheck.htm")) {
    response.end("200 OK<br/>EX1.CLINIC.LOCAL");
  } else {
    response.writeHead(401, { "www-authenticate": "Negotiate" }).end();
  }
};

async function look(
  answer: RequestListener | undefined,
  facts: Partial<Facts> = {},
  more: Partial<Vantage> = {},
  lines: readonly string[] = LINES,
): Promise<readonly Observation[]> {
  const httpsPort = answer === undefined ? nobody : await servers.tls(createServer(certificate, answer));
  const declaration = declarationOf(factsOf([...lines], { mailHosts: ["mail.clinic.example"], ...facts }));
  return ENDPOINT.run(
    declaration,
    vantageAt(1, { serverAddresses: ["127.0.0.1"], httpsPort, httpPort: nobody, ...more }),
  );
}

const codes = ({ findings }: Observation): readonly string[] => findings.map(({ code }) => code);

test("what users connect to works where Exchange says so and Autodiscover asks for a login", async () => {
  const observations = await look(exchange);

  expect(observations.map(({ name, seen, verdict }) => [name, seen, verdict])).toEqual([
    ["autodiscover.clinic.example", "autodiscover 401", "ok"],
    ["mail.clinic.example", "owa 200, mapi 200, Microsoft-Server-ActiveSync 200", "ok"],
  ]);
  expect(observations[1]?.details).toMatchObject({ servers: ["EX1.CLINIC.LOCAL"] });
});

test("Autodiscover is asked for at the mail host where no other name has it", async () => {
  const [observation] = await look(exchange, {}, {}, LINES.slice(0, 1));
  expect(observation?.seen).toContain("autodiscover 401");
});

test.each<[string, RequestListener, readonly string[]]>([
  [
    "a service that does not work",
    (request, response) =>
      request.url?.startsWith("/mapi") === true ? response.writeHead(503).end() : exchange(request, response),
    ["service-unhealthy"],
  ],
  [
    "a service that does not answer",
    (request, response) =>
      request.url?.startsWith("/mapi") === true ? request.socket.destroy() : exchange(request, response),
    ["service-unhealthy"],
  ],
  [
    "a page before Exchange's own",
    (request, response) =>
      request.url?.startsWith("/owa") === true
        ? response.end("<html>log in</html>")
        : exchange(request, response),
    ["health-hidden"],
  ],
  [
    "a service that is hidden",
    (request, response) =>
      request.url?.startsWith("/owa") === true
        ? response.writeHead(302, { location: "https://login.example/" }).end()
        : exchange(request, response),
    ["health-hidden"],
  ],
])("%s is told", async (_what, answer, expected) => {
  const [, mail] = await look(answer);
  expect(codes(mail as Observation)).toEqual(expected);
});

test("an Autodiscover that knows nothing is a warning, one that fails is wrong", async () => {
  const answering = (status: number): Promise<readonly Observation[]> =>
    look((request, response) =>
      request.url?.startsWith("/autodiscover") === true
        ? response.writeHead(status).end()
        : exchange(request, response),
    );

  expect((await answering(404))[0]).toMatchObject({
    verdict: "warning",
    findings: [{ code: "autodiscover-unexpected" }],
  });
  expect((await answering(500))[0]).toMatchObject({
    verdict: "error",
    findings: [{ code: "service-unhealthy" }],
  });
});

test("HTTP on 80 is wrong, whatever else works", async () => {
  const observations = await look(exchange, {}, { httpPort: await servers.raw(() => undefined) });

  expect(observations.map(codes)).toEqual([["http-open"], ["http-open"]]);
});

test("HTTP on 80 is right where the stack itself opens it", async () => {
  const httpPort = await servers.raw(() => undefined);
  const observations = await look(
    exchange,
    { exposures: [{ ...WAY, fromPort: 80, toPort: 80 }] },
    { httpPort },
  );

  expect(observations.map(codes)).toEqual([[], []]);
});

test("nobody on 443 is wrong, unless it is for named networks only", async () => {
  expect((await look(undefined)).map(codes)).toEqual([["endpoint-down"], ["endpoint-down"]]);
  const limited = await look(undefined, { exposures: [WAY] });
  expect(limited.map(({ verdict, findings }) => [verdict, findings.length])).toEqual([
    ["not-seen", 0],
    ["not-seen", 0],
  ]);
});

test("no way to an IPv4 address is the server's fault, no IPv6 is this machine's", async () => {
  // The kernel has a route to neither: a broadcast and a multicast are nobody's that TCP could reach.
  const [broadcast] = await look(undefined, {}, { serverAddresses: ["255.255.255.255"] });
  const [multicast] = await look(undefined, {}, { serverAddresses: ["ff02::1"] });

  expect(broadcast).toMatchObject({ verdict: "error", findings: [{ code: "endpoint-down" }] });
  expect(multicast).toMatchObject({ verdict: "not-seen", findings: [] });
});

test("a page that never ends is given up", async () => {
  const [, mail] = await look(
    (_request, response) => void response.write("200"),
    {},
    { timeoutMilliseconds: 100 },
  );
  expect(mail).toMatchObject({ verdict: "error", findings: [{ code: "endpoint-down" }] });
});
