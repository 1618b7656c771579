import { type IncomingHttpHeaders, request as requestPlain } from "node:http";
import { request } from "node:https";
import { failureOf, ProbeFailure } from "./probe-failure";

/** A page, and where it is asked for. */
interface HttpTarget {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly path: string;
  readonly protocol: "https" | "http";
}

/** What a web server answers. */
export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Its beginning, at most {@link LONGEST_BODY}. */
  readonly body: string;
}

const LONGEST_BODY = 65_536;

/**
 * Asks for a page, once, and follows nothing. Whose certificate it is, the check of certificates says.
 *
 * @throws ProbeFailure when there is no answer
 */
export function get(target: HttpTarget, timeoutMilliseconds: number): Promise<HttpReply> {
  const { name, address, port, path, protocol } = target;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        sent.destroy(
          new ProbeFailure("timeout", `no page comes within ${timeoutMilliseconds / 1000} s`) as Error,
        ),
      timeoutMilliseconds,
    );
    const failed = (error: unknown): void => {
      clearTimeout(timer);
      reject(failureOf(error));
    };
    const sent = (protocol === "https" ? request : requestPlain)({
      host: address,
      port,
      path,
      method: "GET",
      agent: false,
      headers: { host: name, "user-agent": "protected-exchange-check", accept: "*/*" },
      ...(protocol === "https" ? { servername: name, rejectUnauthorized: false } : {}),
    });
    sent.once("error", failed);
    sent.once("response", (response) => {
      let body = "";
      const done = (): void => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        sent.destroy();
      };
      response.setEncoding("latin1");
      response.on("data", (chunk: string) => {
        body += chunk;
        if (body.length >= LONGEST_BODY) {
          done();
        }
      });
      response.once("end", done);
      response.once("error", failed);
    });
    sent.end();
  });
}
