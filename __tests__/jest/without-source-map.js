const { createHash } = require("node:crypto");

const INLINE_SOURCE_MAP = /\n\/\/# sourceMappingURL=data:[^\n]*\s*$/;

/**
 * Takes the source maps out of the bindings, of which they are two thirds: jest reads every module again for each
 * suite, and would decode the map of each one that stands in a stack trace.
 */
module.exports = {
  process: (source) => ({ code: source.replace(INLINE_SOURCE_MAP, "\n") }),
  getCacheKey: (source, path) =>
    createHash("sha256").update(INLINE_SOURCE_MAP.source).update(path).update(source).digest("hex"),
};
