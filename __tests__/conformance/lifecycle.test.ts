import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NOTARY_REQUEST } from "../certificate-requests";
import { CLIENTS } from "../clinic";
import { testLives } from "../sample-life";

/**
 * A sample client with every kind of domain, moved to the other DNS host, with the smallest edge and a certificate for
 * a request from its server. The key of its account at the authority needs a state that is encrypted.
 */
function onCloudflare(): string {
  const folder = mkdtempSync(join(tmpdir(), "clients-"));
  const fleet = readFileSync(join(CLIENTS, "fleet.yaml"), "utf8");
  const notary = readFileSync(join(CLIENTS, "notary.yaml"), "utf8");
  writeFileSync(
    join(folder, "fleet.yaml"),
    fleet.replace("kind: local", "kind: s3\n  bucket: states\n  region: eu-west-3\n  kmsKeyId: alias/states"),
  );
  writeFileSync(
    join(folder, "notary.yaml"),
    notary
      .replace("host: route53", "host: cloudflare\n  account: 372e67954025e0ba6aaa6d586b9e0b59")
      .replace(
        / {2}availabilityZones:[\s\S]* domainControllers: .*\n/,
        "  availabilityZones: [eu-west-3a]\n  network: { cidr: 10.30.0.0/24 }\n",
      )
      .replace(
        "\nedge:\n",
        `
certificate:
  issuer: lets-encrypt
  appliesEveryDays: 7
  aliases: [webmail.notary.example]
  request: |
${NOTARY_REQUEST.replace(/^(?=.)/gm, "    ")}
edge:
`,
      ),
  );
  return folder;
}

testLives([["notary", "cloudflare", onCloudflare]]);
