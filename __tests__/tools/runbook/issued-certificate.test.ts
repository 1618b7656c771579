import { synthesizeClient } from "../../../stacks/synthesize";
import { type ExchangeFacts, exchangeFacts } from "../../../tools/runbook/exchange-facts";
import { runbookMarkdown } from "../../../tools/runbook/markdown";
import { installScript } from "../../../tools/runbook/script";
import { stepsFor } from "../../../tools/runbook/steps";
import { OFFICE_REQUEST } from "../../certificate-requests";
import { TODAY } from "../../clinic";
import { CLIENT, clientsFolder, FLEET } from "../../stacks/client-files";
import { sampleFacts } from "./sample-runbook";

const SECTION = "certificate:\n  issuer: lets-encrypt\n  appliesEveryDays: 7\n";
const REQUEST = `  request: |\n${OFFICE_REQUEST.replace(/^(?=.)/gm, "    ")}`;
const ENCRYPTED = FLEET.replace(
  "kind: local",
  "kind: s3\n  bucket: states\n  region: eu-west-3\n  kmsKeyId: alias/states",
);

function facts(section: string): ExchangeFacts {
  const folder = clientsFolder({ "office.yaml": `${CLIENT}${section}`, "fleet.yaml": ENCRYPTED });
  return exchangeFacts("office", synthesizeClient(folder, "office"), TODAY);
}

const titles = (of: ExchangeFacts): readonly string[] => stepsFor(of).map(({ title }) => title);

describe("the runbook of a certificate that Terraform ordered for the server's request", () => {
  const issued = facts(`${SECTION}${REQUEST}`);

  test("installs it before anything is bound", () => {
    expect(titles(issued).indexOf("Install the issued certificate")).toBe(
      titles(issued).indexOf("Bind the certificate") - 1,
    );
  });

  test("says where it comes from, in the script and on the page", () => {
    const command = "terraform output -raw certificate_pem > office.certificate.pem";

    expect(installScript(issued)).toContain(`IssuedCertificateCommand = '${command}'`);
    expect(runbookMarkdown(issued)).toContain(`  ${command}     # in cdktf.out/stacks/office`);
    expect(runbookMarkdown(issued)).not.toContain("the certificate is installed on the server");
  });

  test("completes the pending request that has its key, and no other", () => {
    expect(installScript(issued)).toContain("$_.GetPublicKeyString() -eq $issued.GetPublicKeyString()");
  });

  test("holds nothing of the certificate itself", () => {
    expect(installScript(issued)).not.toContain("-----BEGIN CERTIFICATE REQUEST");
    expect(installScript(issued)).not.toContain("${acme_certificate");
  });
});

test("a key in the state, and every other issuer, leave the step out", () => {
  expect(titles(facts(`${SECTION}  key: in-state\n`))).not.toContain("Install the issued certificate");
  expect(titles(sampleFacts("clinic"))).not.toContain("Install the issued certificate");
});
