import { generateKeyPairSync } from "node:crypto";
import { afterApply } from "../zone-file";
import type { Examples } from "./example";

const WRAPPED_ED25519 = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
/** The last 32 octets are the key itself (RFC 8410 § 4). */
const ED25519 = WRAPPED_ED25519.subarray(-32).toString("base64");
const RSA_1024 = rsa(1024);
const RSA_2048 = rsa(2048);

function rsa(modulusLength: number): string {
  return generateKeyPairSync("rsa", { modulusLength })
    .publicKey.export({ type: "spki", format: "der" })
    .toString("base64");
}

function key(tags: string, selector = "s1"): string {
  return `${selector}._domainkey.clinic.example TXT "${tags}"`;
}

const MX = "clinic.example MX 10 mx1.relay.example";
const GOOD = key(`v=DKIM1; k=rsa; p=${RSA_2048}`);

export const DKIM_EXAMPLES: Examples = {
  "dkim-one-key": {
    broken: [
      {
        stack: "two TXT at a selector",
        records: [GOOD, GOOD],
        says: [
          '2 TXT at the DKIM selector "s1._domainkey.clinic.example"; keep one, and give another key a selector of its own',
        ],
        at: ["cloudflare_dns_record.r1"],
      },
    ],
    holds: [{ stack: "a TXT at each selector", records: [GOOD, key("p=", "s2")] }],
  },
  "dkim-cname-and-txt": {
    broken: [
      {
        stack: "a key and an alias",
        records: [GOOD, "s1._domainkey.clinic.example CNAME s1.relay.example"],
        says: [
          'CNAME and TXT at the DKIM selector "s1._domainkey.clinic.example"; keep the CNAME where the relay holds the key, the TXT where you do',
        ],
      },
    ],
    holds: [
      {
        stack: "a key at one, an alias at another",
        records: [GOOD, "s2._domainkey.clinic.example CNAME s2.relay.example"],
      },
    ],
  },
  "dkim-record-syntax": {
    broken: [
      {
        stack: "something that is no tag",
        records: [key("v=DKIM1; k rsa; p=")],
        says: [
          'the DKIM key at "s1._domainkey.clinic.example" holds "k rsa", which is no tag; write "v=DKIM1; k=rsa; p=" and the key in base64',
        ],
      },
      {
        stack: "a tag twice",
        records: [key("v=DKIM1; p=; p=")],
        says: [
          'the DKIM key at "s1._domainkey.clinic.example" gives "p" more than once; write "v=DKIM1; k=rsa; p=" and the key in base64',
        ],
      },
      {
        stack: "a version at the end",
        records: [key("p=; v=DKIM1")],
        says: [
          'the DKIM key at "s1._domainkey.clinic.example" has "v" after other tags; write "v=DKIM1; k=rsa; p=" and the key in base64',
        ],
      },
      {
        stack: "another version",
        records: [key("v=DKIM2; p=")],
        says: [
          'the DKIM key at "s1._domainkey.clinic.example" says "v=DKIM2"; write "v=DKIM1; k=rsa; p=" and the key in base64',
        ],
      },
      {
        stack: "no key",
        records: [key("v=DKIM1; k=rsa")],
        says: [
          'the DKIM key at "s1._domainkey.clinic.example" has no "p"; write "v=DKIM1; k=rsa; p=" and the key in base64',
        ],
      },
    ],
    holds: [
      { stack: "a good record", records: [GOOD] },
      { stack: "an alias", records: ["s1._domainkey.clinic.example CNAME s1.relay.example"] },
      { stack: "no version", records: [key(`p=${RSA_2048}`)] },
      {
        stack: "a key known only after apply",
        records: [key(`p=${afterApply("tls_private_key.dkim.public_key_pem")}`)],
      },
      { stack: "the obsolete policy record", records: ['_domainkey.clinic.example TXT "o=~"'] },
    ],
  },
  "dkim-key-unreadable": {
    broken: [
      {
        stack: "a key cut off",
        records: [key("p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsxN0")],
        says: [
          'p at "s1._domainkey.clinic.example" is no RSA public key: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBC..."; copy it again from whoever signs, whole',
        ],
      },
      {
        stack: "a key that is no base64",
        records: [key("k=rsa; p=-----BEGIN-----")],
        says: [
          'p at "s1._domainkey.clinic.example" is no RSA public key: "-----BEGIN-----"; copy it again from whoever signs, whole',
        ],
      },
      {
        stack: "a key of another kind",
        records: [key(`k=rsa; p=${WRAPPED_ED25519.toString("base64")}`)],
        says: [
          `p at "s1._domainkey.clinic.example" is no RSA public key: "${WRAPPED_ED25519.toString("base64").slice(0, 37)}..."; copy it again from whoever signs, whole`,
        ],
      },
    ],
    holds: [
      { stack: "a good key", records: [GOOD] },
      {
        stack: "a key split into strings",
        records: [`s1._domainkey.clinic.example TXT "p=${RSA_2048.slice(0, 200)}" "${RSA_2048.slice(200)}"`],
      },
      { stack: "a revoked key", records: [key("p=")] },
      { stack: "a key known only after apply", records: [key(`p=${afterApply("x.y.z")}`)] },
      { stack: "an Ed25519 key", records: [key(`k=ed25519; p=${ED25519}`)] },
    ],
  },
  "dkim-key-too-short": {
    broken: [
      {
        stack: "a key of 512 bits",
        records: [key(`p=${rsa(512)}`)],
        says: [
          'the RSA key at "s1._domainkey.clinic.example" has 512 bits, and verifiers refuse less than 1024; publish one of 2048 under a new selector',
        ],
      },
    ],
    holds: [{ stack: "a key of 1024 bits", records: [key(`p=${RSA_1024}`)] }],
  },
  "dkim-key-weak": {
    broken: [
      {
        stack: "a key of 1024 bits",
        records: [key(`p=${RSA_1024}`)],
        says: [
          'the RSA key at "s1._domainkey.clinic.example" has 1024 bits; publish one of 2048 under a new selector, then revoke this one',
        ],
      },
    ],
    holds: [
      { stack: "a key of 2048 bits", records: [GOOD] },
      { stack: "a key of 512 bits, which another rule reports", records: [key(`p=${rsa(512)}`)] },
      { stack: "a key that cannot be read, which another rule reports", records: [key("p=AAAA")] },
    ],
  },
  "dkim-sha1": {
    broken: [
      {
        stack: "a key that allows both hashes",
        records: [key("h=sha256:sha1; p=")],
        says: [
          'the DKIM key at "s1._domainkey.clinic.example" allows "h=sha256:sha1"; write "h=sha256", or leave "h" out',
        ],
      },
    ],
    holds: [
      { stack: "a key that allows one", records: [key("h=sha256; p=")] },
      { stack: "no limit", records: [GOOD] },
    ],
  },
  "dkim-ed25519-length": {
    broken: [
      {
        stack: "a wrapped key",
        records: [key(`k=ed25519; p=${WRAPPED_ED25519.toString("base64")}`)],
        says: [
          'p at "s1._domainkey.clinic.example" is 44 octets; an Ed25519 key is 32 octets, without the SubjectPublicKeyInfo wrapping',
        ],
      },
      {
        stack: "no base64",
        records: [key("k=ed25519; p=!")],
        says: [
          'p at "s1._domainkey.clinic.example" is not base64; an Ed25519 key is 32 octets, without the SubjectPublicKeyInfo wrapping',
        ],
      },
    ],
    holds: [
      { stack: "an RSA key", records: [GOOD] },
      { stack: "no key, which another rule reports", records: [key("k=ed25519")] },
      { stack: "a bare key", records: [key(`k=ed25519; p=${ED25519}`)] },
      { stack: "a revoked key", records: [key("k=ed25519; p=")] },
    ],
  },
  "dkim-test-mode": {
    broken: [
      {
        stack: "a key in test mode",
        records: [key("t=s:y; p=")],
        says: [
          'the DKIM key at "s1._domainkey.clinic.example" is in test mode ("t=y"); remove the flag once signatures verify',
        ],
      },
    ],
    holds: [{ stack: "another flag", records: [key("t=s; p=")] }],
  },
  "dkim-all-revoked": {
    broken: [
      {
        stack: "a mail domain with revoked keys only",
        records: [MX, key("p="), key("p=", "s2")],
        says: [
          'every DKIM key of "clinic.example" is revoked, the first is "s1._domainkey.clinic.example"; publish the key that the relay signs with',
        ],
      },
    ],
    holds: [
      { stack: "a revoked key beside one in use", records: [MX, key("p="), GOOD.replace("s1", "s2")] },
      { stack: "no key at all, which another rule reports", records: [MX] },
      { stack: "a domain that takes no mail", records: ["clinic.example MX 0 .", key("p=", "*")] },
    ],
  },
  "dkim-rotation": {
    broken: [
      {
        stack: "a mail domain without selector",
        records: [MX],
        says: ['"clinic.example" publishes no DKIM selector; publish two, so that keys can be rotated'],
      },
      {
        stack: "one selector, and a revoked one",
        records: [MX, GOOD, key("p=", "s2")],
        says: [
          '"clinic.example" publishes the DKIM selector "s1._domainkey.clinic.example" only; publish two, so that keys can be rotated',
        ],
      },
    ],
    holds: [
      { stack: "two selectors", records: [MX, GOOD, "s2._domainkey.clinic.example CNAME s2.relay.example"] },
      {
        stack: "key names delegated to the relay",
        records: [MX, "_domainkey.clinic.example NS ns1.relay.example"],
      },
      { stack: "a domain without MX", records: [GOOD] },
      {
        stack: "selectors known only after apply",
        records: [
          MX,
          ...[0, 1, 2].map(
            (index) =>
              `${afterApply(`aws_sesv2_email_identity.x.tokens[${index}]`)}._domainkey.clinic.example CNAME x.dkim.amazonses.com`,
          ),
        ],
      },
      {
        stack: "a name that takes bounces only",
        records: ["bounce.clinic.example MX 10 feedback-smtp.eu-west-3.amazonses.com"],
      },
    ],
  },
};
