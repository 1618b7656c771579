import { writeFileSync } from "node:fs";
import pc from "picocolors";

/**
 * Hands over what a command made: to the file of its `--output`, which is then named beside the output, or to the
 * screen.
 */
export function writeOut(text: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  writeFileSync(file, text);
  console.error(pc.dim(`${file} written`));
}
