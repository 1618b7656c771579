import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ValidationError } from "../core/errors";

/** What AWS Lambda runs. */
interface WatchBundle {
  /** The file, absolute. */
  readonly path: string;
  /** SHA-256 in base64, as AWS Lambda states it. */
  readonly sha256: string;
  /** The same, shorter and fit for a path. */
  readonly hash: string;
}

const FILE = "watch-function.zip";

/** Beside the compiled code; seen from the sources, where a build puts it. */
const PLACES = [
  join(__dirname, FILE),
  join(__dirname, "..", "..", "dist", "constructs", "watch", FILE),
] as const;

const known = new Map<string, WatchBundle>();

/**
 * The function of the watch, ready to be uploaded. `npm run build` makes it; a published package holds it.
 *
 * @param places where it may be
 * @throws ValidationError `WatchNotBuilt`
 */
export function watchBundle(places: readonly string[] = PLACES): WatchBundle {
  const path = places.find((place) => existsSync(place));
  if (path === undefined) {
    throw new ValidationError([
      {
        code: "WatchNotBuilt",
        message: `there is no ${FILE} beside the compiled code; run npm run build, which makes it`,
      },
    ]);
  }
  const bundle = known.get(path) ?? read(path);
  known.set(path, bundle);
  return bundle;
}

function read(path: string): WatchBundle {
  const digest = createHash("sha256").update(readFileSync(path)).digest();
  return { path, sha256: digest.toString("base64"), hash: digest.toString("hex").slice(0, 32) };
}
