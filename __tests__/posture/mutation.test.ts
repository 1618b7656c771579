import { testEdits } from "./mutations/mutation-runs";

// One of each kind; `npm run test:conformance` makes a thousand, and those of the largest sample, too.
testEdits(12, ["clinic", "law-firm"]);
