import { testEdits } from "./mutations/mutation-runs";

// One of each kind; `npm run test:conformance` makes a thousand to every sample.
testEdits(12, ["clinic"]);
