import { testEdits } from "./mutations/mutation-runs";

// One of each harm, two of each harmless kind; `npm run test:conformance` makes a thousand.
testEdits(24, ["clinic", "notary", "law-firm"]);
