import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";

const DIST = resolve(__dirname, "..", "..", "dist");

test("the watch's bundle is the same bytes in another folder, another time zone and at another time", () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const file = join(folder, "watch-function.zip");
  execFileSync(process.execPath, [join(DIST, "tools", "bundle.js"), file], {
    cwd: folder,
    env: { ...process.env, TZ: "Asia/Tokyo" },
  });
  const again = readFileSync(file);
  const { "index.js": code, ...others } = unzipSync(again);

  expect(again.equals(readFileSync(join(DIST, "constructs", "watch", "watch-function.zip")))).toBe(true);
  expect(others).toEqual({});
  expect(Buffer.from(code as Uint8Array).includes(resolve(DIST, ".."))).toBe(false);
});
