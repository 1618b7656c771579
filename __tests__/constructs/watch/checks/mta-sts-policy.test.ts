import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { policyObservations } from "../../../../constructs/watch/checks/mta-sts-policy";
import { declarationOf } from "../../../../stacks/declaration";
import { factsOf } from "../../../posture/dns/zone-file";
import { type Issued, rsaKey, selfSigned } from "./authority";
import { Servers } from "./servers";
import { vantageAt } from "./vantage";
import { ZoneServer } from "./zone-server";

const servers = new Servers();
const dns = new ZoneServer(["mta-sts.clinic.example A 127.0.0.1", "mta-sts.clinic.example AAAA ::9"]);
let certificate: Issued;
let dnsPort: number;

beforeAll(async () => {
  certificate = await selfSigned({ key: await rsaKey() });
  dnsPort = await dns.start();
});

afterAll(() => Promise.all([dns.stop(), servers.stop()]));

const TEXT =
  "version: STSv1\r\nmode: enforce\r\nmx: mx1.relay.example\r\nmx: mx2.relay.example\r\nmax_age: 604800\r\n";

/** What is found where a web server answers so. */
async function look(answer: RequestListener, domain = "clinic.example"): Promise<readonly string[]> {
  const httpsPort = await servers.tls(createServer(certificate, answer));
  const mtaStsPolicies = [{ domain, text: TEXT, address: "aws_s3_object.policy" }];
  const observations = await policyObservations(
    declarationOf(factsOf([], { mtaStsPolicies })),
    vantageAt(dnsPort, { httpsPort, timeoutMilliseconds: 500 }),
  );
  return observations.flatMap(({ findings }) => findings.map(({ code }) => code));
}

const text =
  (body: string, type = "text/plain; charset=utf-8", status = 200): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { "content-type": type, location: "https://elsewhere.example/" }).end(body);

test("a policy is the declared one whatever the order of its fields and the ends of its lines", async () => {
  const fields = TEXT.trim().split("\r\n");
  expect(await look(text([...fields.slice(0, 2), ...fields.slice(2).reverse()].join("\n")))).toEqual([]);
});

test("it is asked for where it is, of the host that is named", async () => {
  const asked: string[] = [];
  await look(({ url, headers }, response) => {
    asked.push(`${headers.host} ${url}`);
    response.end();
  });
  expect(asked).toEqual(["mta-sts.clinic.example /.well-known/mta-sts.txt"]);
});

test.each<[string, RequestListener, readonly string[]]>([
  ["with a shorter age", text(TEXT.replace("604800", "86400")), ["policy-differs"]],
  ["with another MX", text(`${TEXT}mx: mail.clinic.example\r\n`), ["policy-differs"]],
  ["without an MX", text(TEXT.replace("mx: mx2.relay.example\r\n", "")), ["policy-differs"]],
  ["of another type", text(TEXT, "text/html"), ["policy-type"]],
  ["elsewhere", text(TEXT, "text/plain", 301), ["policy-redirected"]],
  ["that is not there", text("", "text/plain", 404), ["policy-unreachable"]],
  ["that never ends", (_request, response) => void response.write(TEXT), ["policy-unreachable"]],
])("a policy %s is found", async (_what, answer, expected) => {
  expect(await look(answer)).toEqual(expected);
});

test("a policy whose host the DNS does not know is not to be had", async () => {
  expect(await look(text(TEXT), "other.example")).toEqual(["policy-unreachable"]);
});
