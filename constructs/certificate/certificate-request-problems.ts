import type { Problem } from "../core/errors";
import { readCertificateRequest, requestCommand } from "./certificate-request";

/** Exchange supports elliptic curves only in part, and authorities refuse shorter keys. */
const LEAST_RSA_BITS = 2048;

/**
 * What keeps a certificate request from giving the certificate that the stack needs.
 *
 * @param text the request in PEM; undefined where there is none
 * @param names host names of the certificate, the mail host first
 * @returns each with the command that makes the right request
 */
export function requestProblems(text: string | undefined, names: readonly string[]): readonly Problem[] {
  const problem = (code: Problem["code"], what: string): Problem => ({
    code,
    property: "request",
    message: `${what}; run this in the Exchange Management Shell on the server, and put what it prints under "request": ${requestCommand(names)}`,
  });
  if (text === undefined) {
    return [
      problem(
        "CertificateRequestMissing",
        "the key is made on the server, and its certificate request is missing",
      ),
    ];
  }
  if (/PRIVATE KEY-----/.test(text)) {
    return [
      problem(
        "SecretInClientFile",
        "this holds a private key, which is now known to whoever reads the file: make another",
      ),
    ];
  }
  const request = readCertificateRequest(text);
  if (request === undefined) {
    return [
      problem("CertificateRequestUnreadable", "this is no certificate request in PEM, from BEGIN to END"),
    ];
  }
  const { keyType, keyBits, isSigned } = request;
  const key = keyBits === undefined ? keyType.toUpperCase() : `${keyType.toUpperCase()} ${keyBits}`;
  const missing = names.filter((name) => !request.names.includes(name));
  const extra = request.names.filter((name) => !names.includes(name));
  return [
    ...(isSigned
      ? []
      : [
          problem(
            "CertificateRequestUnsigned",
            "the request is not signed by its own key: it was altered, or cut short",
          ),
        ]),
    ...(keyType === "rsa" && (keyBits ?? 0) >= LEAST_RSA_BITS
      ? []
      : [
          problem(
            "CertificateRequestKey",
            `its key is ${key}, and Exchange and the load balancers need RSA of at least ${LEAST_RSA_BITS} bits`,
          ),
        ]),
    ...(missing.length === 0 && extra.length === 0
      ? []
      : [
          problem(
            "CertificateRequestNames",
            [
              ...(missing.length === 0 ? [] : [`it lacks ${missing.join(", ")}`]),
              ...(extra.length === 0
                ? []
                : [`it has ${extra.join(", ")}, which is no name of this certificate`]),
            ].join(" and "),
          ),
        ]),
  ];
}
