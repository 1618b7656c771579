/**
 * What a CDKTF project imports: the constructs, the guard, and the posture of a Terraform JSON.
 */
export * from "./constructs";
export type * from "./posture/facts";
export { postureOf } from "./posture/posture";
export { FortiosProvider } from "./providers/fortios/provider";
export { type GuardProps, ProtectedExchange } from "./stacks/protected-exchange";
