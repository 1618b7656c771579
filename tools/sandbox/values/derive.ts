import type { Value } from "../protocol/value";
import type { Derivation } from "./context";

/** Works out one attribute; undefined leaves it to the rules. */
export type Derive = (derivation: Derivation) => Value | undefined;
