import { createServer as createTlsServer } from "node:tls";
import type { Observation } from "../../../../constructs/watch/checks/check";
import { STARTTLS } from "../../../../constructs/watch/checks/starttls";
import { declarationOf } from "../../../../stacks/declaration";
import { factsOf } from "../../../posture/dns/zone-file";
import { Authority, type Issued, rsaKey } from "./authority";
import { Servers } from "./servers";
import { vantageAt } from "./vantage";

const servers = new Servers();
let certificate: Issued;

beforeAll(async () => {
  const amazon = await Authority.named("Amazon");
  certificate = await amazon.issue({ names: ["mail.clinic.example"], key: await rsaKey() });
});

afterAll(() => servers.stop());

const DECLARATION = declarationOf(
  factsOf(["mail.clinic.example A 127.0.0.1"], { mailHosts: ["mail.clinic.example"] }),
);

function look(httpsPort: number, smtpPort: number): Promise<readonly Observation[]> {
  return STARTTLS.run(DECLARATION, vantageAt(1, { httpsPort, smtpPort }));
}

test("a server that takes nothing old and greets with its own name is all right", async () => {
  const observations = await look(await servers.https(certificate), await servers.smtp(certificate));

  expect(observations.map(({ seen, verdict }) => [seen, verdict])).toEqual([
    ["TLSv1.3", "ok"],
    ["TLSv1.3, greets as mail.clinic.example", "ok"],
  ]);
  expect(observations[1]?.details).toEqual({
    protocol: "TLSv1.3",
    oldProtocol: null,
    greeting: "mail.clinic.example",
    hello: "mail.clinic.example",
  });
});

test("TLS 1.1 besides TLS 1.2 is wrong on 443, and a warning on 25", async () => {
  const old = { ...certificate, minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  const https = await servers.tls(createTlsServer(old));
  const observations = await look(https, await servers.smtp(old));

  expect(observations.map(({ verdict, findings }) => [verdict, findings.map(({ code }) => code)])).toEqual([
    ["error", ["old-tls"]],
    ["warning", ["old-tls"]],
  ]);
  expect(observations[0]?.findings[0]?.message).toContain("TLSv1.1");
});

test("a server with nothing but TLS 1.1 is told for that", async () => {
  const old = {
    ...certificate,
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "DEFAULT@SECLEVEL=0",
  } as const;
  const [https] = await look(await servers.tls(createTlsServer(old)), await servers.nobody());

  expect(https).toMatchObject({
    seen: "no TLS 1.2 or later",
    verdict: "error",
    findings: [{ code: "old-tls" }],
  });
});

test("a server that tells its name inside is told", async () => {
  const smtp = await servers.smtp(certificate, {
    greeting: "220 EX1.clinic.local Microsoft ESMTP MAIL Service ready\r\n",
    extensions: ["EX1.clinic.local Hello [127.0.0.1]", "STARTTLS"],
  });
  const [, observation] = await look(await servers.https(certificate), smtp);

  expect(observation).toMatchObject({ verdict: "warning", findings: [{ code: "smtp-other-name" }] });
  expect(observation?.findings[0]?.message).toContain('"ex1.clinic.local"');
});

test("where nobody answers, nothing is said: that is another check's", async () => {
  const observations = await look(await servers.nobody(), await servers.nobody());

  expect(observations.map(({ verdict, findings }) => [verdict, findings.length])).toEqual([
    ["not-seen", 0],
    ["not-seen", 0],
  ]);
});
