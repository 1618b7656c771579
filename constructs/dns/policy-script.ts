import { POLICY_PATH } from "./mta-sts";

/** Policies by host name, as a line of JavaScript that the posture can read back. */
function policyTable(policies: ReadonlyMap<string, string>): string {
  const sorted = [...policies].sort(([a], [b]) => (a < b ? -1 : 1));
  return `const policies = ${JSON.stringify(Object.fromEntries(sorted))};`;
}

/** A module for a runtime with the fetch API: answers with the policy of the host asked, else with 404. */
export function fetchPolicyScript(policies: ReadonlyMap<string, string>): string {
  return [
    policyTable(policies),
    "export default {",
    "  fetch(request) {",
    "    const { hostname, pathname } = new URL(request.url);",
    `    const policy = pathname === ${JSON.stringify(POLICY_PATH)} ? policies[hostname] : undefined;`,
    "    return policy === undefined",
    '      ? new Response("not found", { status: 404 })',
    '      : new Response(policy, { headers: { "content-type": "text/plain" } });',
    "  },",
    "};",
    "",
  ].join("\n");
}

/** A function for a runtime that passes request events: the same answers. */
export function eventPolicyScript(policies: ReadonlyMap<string, string>): string {
  return [
    policyTable(policies),
    "function handler(event) {",
    "  const host = event.request.headers.host.value;",
    `  const policy = event.request.uri === ${JSON.stringify(POLICY_PATH)} ? policies[host] : undefined;`,
    "  return {",
    "    statusCode: policy === undefined ? 404 : 200,",
    '    statusDescription: policy === undefined ? "Not Found" : "OK",',
    '    headers: { "content-type": { value: "text/plain" } },',
    '    body: { encoding: "text", data: policy === undefined ? "not found" : policy },',
    "  };",
    "}",
    "",
  ].join("\n");
}
