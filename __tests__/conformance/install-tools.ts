import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { installPebble } from "./pebble";
import { pythonTool } from "./python-tool";

/** Installs what the tests ask for, once, before two of them can ask for it at the same time. */
export default function installTools(): void {
  for (const file of readdirSync(join(__dirname, "requirements"))) {
    pythonTool(basename(file, ".txt"));
  }
  installPebble();
}
