import { EDITS, testEdits } from "../posture/mutations/mutation-runs";

testEdits(EDITS, ["law-firm"]);
