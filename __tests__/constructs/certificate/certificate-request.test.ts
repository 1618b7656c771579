import fc from "fast-check";
import { readCertificateRequest, requestCommand } from "../../../constructs/certificate/certificate-request";
import { requestProblems } from "../../../constructs/certificate/certificate-request-problems";
import {
  ELLIPTIC_REQUEST,
  NOTARY_REQUEST,
  OFFICE_REQUEST,
  OTHER_NAMES_REQUEST,
  SHORT_KEY_REQUEST,
} from "../../certificate-requests";

const OFFICE = ["mail.office.example", "autodiscover.office.example"];

/** The same request with one bit of its signature, or of what is signed, turned. */
function altered(pem: string, place: (length: number) => number): string {
  const der = Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
  const at = place(der.length);
  der[at] = (der[at] as number) ^ 1;
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
}

const codes = (text: string | undefined): readonly string[] =>
  requestProblems(text, OFFICE).map(({ code }) => code);

describe("a certificate request", () => {
  test("is read with its names, its key and its signature", () => {
    expect(readCertificateRequest(OFFICE_REQUEST)).toEqual({
      pem: OFFICE_REQUEST,
      names: ["autodiscover.office.example", "mail.office.example"],
      keyType: "rsa",
      keyBits: 2048,
      isSigned: true,
    });
    expect(readCertificateRequest(ELLIPTIC_REQUEST)).toMatchObject({ keyType: "ec", isSigned: true });
  });

  test("has internationalised names as A-labels", () => {
    expect(readCertificateRequest(NOTARY_REQUEST)?.names).toContain(
      "autodiscover.xn--tude-notariale-9jb.example",
    );
  });

  test("is the same as Windows writes it: another word, CR LF, lines of another length, text around", () => {
    const windows = `Bag\r\n${OFFICE_REQUEST.replace(/CERTIFICATE REQUEST/g, "NEW CERTIFICATE REQUEST").replace(/\n/g, "\r\n")}`;

    expect(readCertificateRequest(windows)?.pem).toBe(OFFICE_REQUEST);
  });

  test.each([
    ["nothing", ""],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"],
    ["a request that is cut short", `${OFFICE_REQUEST.slice(0, 400)}\n-----END CERTIFICATE REQUEST-----`],
    ["a file without its end", OFFICE_REQUEST.slice(0, 400)],
  ])("is not read out of %s", (_, text) => {
    expect(readCertificateRequest(text)).toBeUndefined();
  });

  test("never asks for something else and counts as signed, whatever bit of it is turned", () => {
    const der = Buffer.from(OFFICE_REQUEST.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
    const { names, keyBits } = readCertificateRequest(OFFICE_REQUEST) ?? {};

    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(7), (at, bit) => {
        const turned = Buffer.from(der);
        turned[at] = (turned[at] as number) ^ (1 << bit);
        const read = readCertificateRequest(
          `-----BEGIN CERTIFICATE REQUEST-----\n${turned.toString("base64")}\n-----END CERTIFICATE REQUEST-----`,
        );
        return read?.isSigned !== true || (read.names.join() === names?.join() && read.keyBits === keyBits);
      }),
      { numRuns: 100 },
    );
  });

  test("is right for the names it asks for, whatever their order", () => {
    expect(requestProblems(OFFICE_REQUEST, OFFICE)).toEqual([]);
    expect(requestProblems(OFFICE_REQUEST, [...OFFICE].reverse())).toEqual([]);
  });

  test.each([
    ["missing", undefined, ["CertificateRequestMissing"]],
    ["no request", "-----BEGIN CERTIFICATE-----", ["CertificateRequestUnreadable"]],
    [
      "altered in its signature",
      altered(OFFICE_REQUEST, (length) => length - 1),
      ["CertificateRequestUnsigned"],
    ],
    ["altered in its key", altered(OFFICE_REQUEST, () => 120), ["CertificateRequestUnsigned"]],
    ["for an elliptic curve", ELLIPTIC_REQUEST, ["CertificateRequestKey"]],
    ["for a short key", SHORT_KEY_REQUEST, ["CertificateRequestKey"]],
    ["for other names", OTHER_NAMES_REQUEST, ["CertificateRequestNames"]],
    ["beside its key", `${OFFICE_REQUEST}-----BEGIN PRIVATE KEY-----`, ["SecretInClientFile"]],
  ])("is refused when it is %s", (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test("is refused with what is wrong and the command that makes the right one", () => {
    expect(requestProblems(OTHER_NAMES_REQUEST, OFFICE)[0]?.message).toBe(
      `it lacks autodiscover.office.example and it has legacy.office.example, which is no name of this certificate; run this in the Exchange Management Shell on the server, and put what it prints under "request": ${requestCommand(OFFICE)}`,
    );
    expect(requestCommand(OFFICE)).toBe(
      "New-ExchangeCertificate -GenerateRequest -FriendlyName 'mail.office.example' -SubjectName 'CN=mail.office.example' -DomainName 'mail.office.example', 'autodiscover.office.example' -KeySize 2048 -PrivateKeyExportable $false",
    );
  });
});
