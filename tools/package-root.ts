import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the package: the nearest one above with a manifest, whether this file is compiled or not. */
export const PACKAGE_ROOT: string = rootAbove(__dirname);

function rootAbove(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : rootAbove(dirname(folder));
}
