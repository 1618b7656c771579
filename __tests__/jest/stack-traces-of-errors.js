const format = Error.prepareStackTrace;

/**
 * CDKTF takes the whole stack trace at each token, and throws no error with it. Jest would look up the place of each
 * frame in a source map: a tenth of the tests' time, for texts that nobody reads.
 */
if (format !== undefined) {
  Error.prepareStackTrace = (thrown, frames) => ("message" in thrown ? format(thrown, frames) : "");
}
