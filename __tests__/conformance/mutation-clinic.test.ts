import { testEdits } from "../posture/mutations/mutation-runs";

testEdits(1000, ["clinic"]);
