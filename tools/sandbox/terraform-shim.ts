import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WORKDIRS_FILE } from "./cloud/workdirs";

/** The file that turns a working directory's backend into a local one inside the sandbox. */
const OVERRIDE_FILE = "sandbox_override.tf.json";

/** The file that tells the providers the working directory; Terraform reads no such note from an override. */
const NOTE_FILE = "sandbox_note.tf.json";

/** Text that a POSIX shell reads back as exactly `value`. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

function script(directory: string, terraform: string, providers: readonly string[]): string {
  const meta = providers.map((name) => `"${name}":{"workdir":"%s"}`).join(",");
  const note = `{"terraform":{"provider_meta":{${meta}}}}\\n`;
  const override = '{"terraform":{"backend":{"local":{"path":"%s"}}}}\\n';
  const workdirs = providers.map(() => `"$(escaped "$here")"`).join(" ");
  return `#!/bin/sh
# Stands in for terraform while the sandbox runs: notes where it is run, keeps the state inside the sandbox
# whatever backend is configured, and hands over to the real terraform.
sandbox=${quoted(directory)}
terraform=${quoted(terraform)}

escaped() { printf %s "$1" | sed 's/\\\\/\\\\\\\\/g; s/"/\\\\"/g'; }

for argument in "$@"; do
  case "$argument" in
    -chdir=*) here=$(cd "\${argument#-chdir=}" 2>/dev/null && pwd -P) || exec "$terraform" "$@" ;;
    -version | --version | version | -help | --help | -h | fmt) exec "$terraform" "$@" ;;
    -*) ;;
    *) break ;;
  esac
done
here=\${here:-$(pwd -P)}

configured=
for file in "$here"/*.tf "$here"/*.tf.json; do
  [ -e "$file" ] && configured=yes
done
[ -n "$configured" ] || exec "$terraform" "$@"

grep -qxF -e "$here" "$sandbox/${WORKDIRS_FILE}" 2>/dev/null || printf '%s\\n' "$here" >>"$sandbox/${WORKDIRS_FILE}"

name=$(basename "$here" | tr -c 'A-Za-z0-9_.\\n-' _)-$(printf %s "$here" | cksum | cut -d ' ' -f 1)
override="$here/${OVERRIDE_FILE}"
note="$here/${NOTE_FILE}"
put() { cat >"$1.$$" && mv -f "$1.$$" "$1"; }
printf '${override}' "$(escaped "$sandbox")/state/$name.tfstate" | put "$override"
printf '${note}' ${workdirs} | put "$note"

case "$here" in
  "$sandbox"/*) exec "$terraform" "$@" ;;
esac

# Outside the sandbox nothing may be left behind that a real run would pick up later.
export TF_DATA_DIR="$sandbox/data/$name"
exec 3<&0
"$terraform" "$@" <&3 &
child=$!
# A terminal sends its interrupt to terraform as well, and a second one would make it drop its work.
trap '[ -t 0 ] || kill -INT $child 2>/dev/null' INT
trap 'kill -TERM $child 2>/dev/null' TERM
wait $child
status=$?
while kill -0 $child 2>/dev/null; do
  wait $child
  status=$?
done
rm -f "$override" "$note"
exit $status
`;
}

/**
 * Writes the `terraform` shim of a sandbox.
 *
 * @param directory the sandbox's own folder, absolute
 * @param terraform path of the real program
 * @param providers local names of the providers, for the note that tells them the working directory
 * @returns the folder to put first in PATH
 */
export function writeShim(directory: string, terraform: string, providers: readonly string[]): string {
  const folder = join(directory, "bin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "terraform"), script(directory, terraform, providers), { mode: 0o755 });
  return folder;
}
