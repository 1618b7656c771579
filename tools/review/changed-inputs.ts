import { FLEET_FILE } from "../../stacks/client";

/** Where the inputs of a synthesis are, as paths of the repository. */
export interface InputPlaces {
  /** Folder of the client files; empty where it is the top. */
  readonly clients: string;
  /** Folder of this package; empty where it is the top, undefined where it is not part of the repository. */
  readonly code: string | undefined;
}

/** Which inputs of a synthesis differ. */
export interface ChangedInputs {
  /** Files that may change what any client file means. */
  readonly code: readonly string[];
  /** Does the repository only use this package, and perhaps another version of it than before? */
  readonly version: boolean;
  /** Is the fleet file among them? Then every client may differ. */
  readonly fleet: boolean;
  /** Names of client files, such as `clinic.yaml`. */
  readonly clients: readonly string[];
}

/**
 * Parts of this package that no synthesis reads. Whatever is not listed counts as code, so that a new folder is
 * taken for one until somebody decides.
 */
const NOT_READ: readonly RegExp[] = [
  /^(__tests__|bench|docs|schemas|tools)\//,
  /^\.(ci|github|gitlab|vscode|idea)\//,
  /^[^/]+\.md$/,
  /^(LICENSE|NOTICE)$/,
  /^(biome\.json|jest\.[\w.]*js|\.swcrc|\.gitignore|\.gitattributes|\.gitlab-ci\.yml|\.editorconfig)$/,
];

/** What decides which versions of packages are installed. */
const LOCK_FILE = /(^|\/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml)$/;

/** Sorts changed paths by what they mean for a synthesis. */
export function changedInputs(paths: readonly string[], { clients, code }: InputPlaces): ChangedInputs {
  const clientNames = paths.flatMap((path) => {
    const name = within(path, clients);
    return name !== undefined && /^[^/]+\.ya?ml$/.test(name) ? [name] : [];
  });
  return {
    code: paths.filter((path) => {
      const part = code === undefined ? undefined : within(path, code);
      // Where both folders are the same, client files lie beside the code.
      const isClientFile = clientNames.includes(within(path, clients) ?? "");
      return (
        part !== undefined &&
        !isClientFile &&
        (clients === code || within(path, clients) === undefined) &&
        !NOT_READ.some((pattern) => pattern.test(part))
      );
    }),
    version: code === undefined && paths.some((path) => LOCK_FILE.test(path)),
    fleet: clientNames.includes(FLEET_FILE),
    clients: clientNames.filter((name) => name !== FLEET_FILE),
  };
}

function within(path: string, folder: string): string | undefined {
  if (folder === "") {
    return path;
  }
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
