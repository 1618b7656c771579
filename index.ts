/**
 * What a CDKTF project imports: a client's whole stack, the constructs it is made of, the guard, and the posture of a
 * Terraform JSON.
 */
export * from "./constructs";
export type * from "./posture/facts";
export { postureOf } from "./posture/posture";
export { AcmeProvider } from "./providers/acme/provider";
export { FortiosProvider } from "./providers/fortios/provider";
export { MerakiProvider } from "./providers/meraki/provider";
export type { Client } from "./stacks/client-schema";
export { type ClientSettings, clientOf, type FleetSettings, fleetOf } from "./stacks/client-settings";
export { ClientFilesError, type FileProblem } from "./stacks/file-problem";
export { type FleetAppProps, fleetApp } from "./stacks/fleet-app";
export type { Fleet } from "./stacks/fleet-schema";
export { type GuardProps, ProtectedExchange } from "./stacks/protected-exchange";
export { ProtectedExchangeStack, type ProtectedExchangeStackProps } from "./stacks/protected-exchange-stack";
export { declarationOfStack } from "./stacks/stack-declaration";
