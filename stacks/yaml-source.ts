import { readFileSync } from "node:fs";
import { relative } from "node:path";
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  stringify,
  type YAMLError,
} from "yaml";
import type { ErrorCode } from "../constructs/core/error-codes";
import type { FileProblem } from "./file-problem";

/** A place in a YAML file: keys and indexes from the top. */
export type YamlPath = readonly (string | number)[];

/** A YAML file with the place of everything in it. */
export class YamlSource {
  /** @param path the file; its problems name it relative to the working directory */
  static read(path: string): YamlSource | FileProblem {
    try {
      return new YamlSource(path, readFileSync(path, "utf8"));
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
      return {
        code: "FileUnreadable",
        file: relative(process.cwd(), path),
        line: 1,
        column: 1,
        message: `cannot be read (${reason})`,
      };
    }
  }

  /**
   * What a program holds, as if it stood in a file.
   *
   * @param path the file it would be
   */
  static of(path: string, content: unknown): YamlSource {
    return new YamlSource(path, stringify(content));
  }

  /** The file's name for people. */
  readonly file: string;
  private lines = new LineCounter();
  private parsed: Document.Parsed | undefined;

  private constructor(
    path: string,
    private readonly text: string,
  ) {
    this.file = relative(process.cwd(), path);
  }

  /** Read again where it is asked for after {@link content}: of a thousand files hardly one has a mistake. */
  private get document(): Document.Parsed {
    if (this.parsed === undefined) {
      this.lines = new LineCounter();
      // YAML 1.2 core: "no" and "yes" stay texts, a leading zero does not mean octal.
      this.parsed = parseDocument(this.text, {
        lineCounter: this.lines,
        prettyErrors: false,
        uniqueKeys: true,
      });
    }
    return this.parsed;
  }

  /** What keeps the file from being YAML at all. */
  get syntaxProblems(): readonly FileProblem[] {
    return this.document.errors.map((error) => this.syntaxProblem(error));
  }

  /** The content as plain values. */
  get content(): unknown {
    const content = this.document.toJS() as unknown;
    // Its tree, with the place of everything, is many times as large.
    this.parsed = undefined;
    return content;
  }

  /**
   * A problem at the value of a path; where nothing stands there, at the nearest thing above it.
   *
   * @param path place of the value
   */
  problemAt(path: YamlPath, code: ErrorCode, message: string): FileProblem {
    for (let length = path.length; length > 0; length -= 1) {
      const found = this.document.getIn(path.slice(0, length), true);
      if (isNode(found) && found.range) {
        return this.problem(found.range[0], code, message, path);
      }
    }
    return this.problem(this.document.contents?.range?.[0] ?? 0, code, message, path);
  }

  /** A problem at a key itself. */
  problemAtKey(path: YamlPath, key: string, code: ErrorCode, message: string): FileProblem {
    const map = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined;
    const start = (pair?.key as Node | undefined)?.range?.[0];
    return start === undefined
      ? this.problemAt(path, code, message)
      : this.problem(start, code, message, [...path, key]);
  }

  private syntaxProblem(error: YAMLError): FileProblem {
    const reason = error.message.replace(/\.$/, "");
    return this.problem(
      error.pos[0],
      error.code === "DUPLICATE_KEY" ? "DuplicateKey" : "YamlSyntax",
      error.code === "DUPLICATE_KEY"
        ? "this key stands twice in the same place; remove one"
        : `not valid YAML: ${reason}`,
    );
  }

  private problem(offset: number, code: ErrorCode, message: string, path: YamlPath = []): FileProblem {
    const { line, col } = this.lines.linePos(offset);
    return {
      code,
      file: this.file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      message,
      ...(path.length === 0 ? {} : { property: path.join(".") }),
    };
  }
}
