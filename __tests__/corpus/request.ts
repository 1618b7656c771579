import type { HttpRequest } from "../../posture/suricata-conditions";

/** A request with a name for the test's title. */
export interface NamedRequest {
  readonly name: string;
  readonly request: HttpRequest;
}

/** A GET of a URI. */
export function get(uri: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", uri, ...more };
}

/** A POST to a URI. */
export function post(uri: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "POST", uri, ...more };
}
